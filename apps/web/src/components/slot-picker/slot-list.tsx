"use client";

import type { RouterOutputs } from "@sundial/api";
import { partOfDay } from "@sundial/validators";
import { describeZone } from "@sundial/validators/time";
import { Moon } from "lucide-react";
import type { Ref } from "react";
import { useFormats } from "~/components/formats";
import { Skeleton } from "~/components/ui/skeleton";
import { cn } from "~/lib/cn";
import { groupBy } from "~/lib/group-by";
import { partOfDayLabels } from "~/lib/labels";
import { partOfDayIn } from "~/lib/part-of-day";

export type Slot = RouterOutputs["availability"]["openSlots"]["slots"][number];

interface SlotListProps {
  date: string | null;
  slots: Slot[];
  zone: string;
  selected: Date | null;
  isPending: boolean;
  headingRef: Ref<HTMLLegendElement>;
  onSelect: (start: Date) => void;
}

/** The times of one day as a radio group, in parts of the day. */
export function SlotList(props: SlotListProps) {
  const { date, slots, zone, selected, isPending, headingRef, onSelect } = props;
  const formats = useFormats();
  if (isPending) {
    return (
      <div className="grid grid-cols-3 gap-2">
        {["a", "b", "c", "d", "e", "f"].map((key) => (
          <Skeleton className="h-11" key={key} />
        ))}
      </div>
    );
  }
  const [first] = slots;
  if (date === null || first === undefined) {
    return <p className="text-muted">Choose a day to see its times.</p>;
  }
  const parts = groupBy(slots, ({ startsAt }) => partOfDayIn(startsAt, zone));
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-2" ref={headingRef} tabIndex={-1}>
        <span className="block font-display text-lg">{formats.day(first.startsAt, zone)}</span>
        <span className="text-muted text-sm">Times in {describeZone(zone, first.startsAt)}</span>
      </legend>
      {partOfDay.options.map((part) => {
        const own = parts.get(part);
        if (own === undefined) return null;
        return (
          <div className="grid gap-2" key={part}>
            <p className="flex items-center gap-1 text-muted text-sm">
              {part === "night" ? <Moon aria-hidden className="size-4" /> : null}
              {partOfDayLabels[part]}
            </p>
            <div className="grid grid-cols-[repeat(auto-fill,minmax(6.5rem,1fr))] gap-2">
              {own.map((slot) => (
                <SlotOption
                  checked={selected?.getTime() === slot.startsAt.getTime()}
                  key={slot.startsAt.getTime()}
                  onSelect={onSelect}
                  slot={slot}
                  zone={zone}
                />
              ))}
            </div>
          </div>
        );
      })}
    </fieldset>
  );
}

interface SlotOptionProps {
  slot: Slot;
  zone: string;
  checked: boolean;
  onSelect: (start: Date) => void;
}

function SlotOption({ slot, zone, checked, onSelect }: SlotOptionProps) {
  const { startsAt, youAreBusy } = slot;
  const formats = useFormats();
  return (
    <label
      className={cn(
        "relative grid min-h-11 cursor-pointer place-items-center rounded-control border border-edge bg-surface px-2 py-1.5 text-center font-medium has-focus-visible:outline-3 has-focus-visible:outline-focus has-focus-visible:outline-offset-2",
        checked && "border-action bg-action text-on-action",
        youAreBusy && "cursor-not-allowed border-dashed bg-sunken text-muted",
      )}
    >
      <input
        checked={checked}
        className="absolute size-px opacity-0"
        disabled={youAreBusy}
        name="start"
        onChange={() => onSelect(startsAt)}
        type="radio"
        value={startsAt.toISOString()}
      />
      <time dateTime={startsAt.toISOString()}>{formats.time(startsAt, zone)}</time>
      {youAreBusy ? <span className="text-xs">You're busy</span> : null}
    </label>
  );
}
