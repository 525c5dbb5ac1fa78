"use client";

import { MINUTE } from "@sundial/validators/durations";
import type { TimeFormats } from "@sundial/validators/time";
import { useFormats } from "~/components/formats";
import { Alert } from "~/components/ui/alert";
import { formatMinutes } from "~/lib/minutes";
import { type DatedWindow, keyOf, lengthOf } from "./clock-minutes";

export const LONG_HOURS_ID = "long-hours";

interface LongHoursProps {
  windows: readonly DatedWindow[];
  isConfirmed: boolean;
  onConfirm: (isConfirmed: boolean) => void;
}

/** Asks about hours of more than half a day: 5 PM to 4 PM is 23 hours, and rarely intended. */
export function LongHours({ windows, isConfirmed, onConfirm }: LongHoursProps) {
  const formats = useFormats();
  const at = (minute: number) => formats.time(new Date(minute * MINUTE), "UTC");
  return (
    <Alert title="Are these hours right?">
      <ul className="grid gap-1" id={LONG_HOURS_ID}>
        {windows.map((each) => {
          const { startMinute, endMinute } = each.window;
          return (
            <li key={keyOf(each)}>
              {nameOf(each.on, formats)}: {at(startMinute)} to {at(endMinute)}
              {endMinute > 1440 ? " the next day" : ""}, {formatMinutes(lengthOf(each.window))}
            </li>
          );
        })}
      </ul>
      <label className="flex min-h-11 items-center gap-3 font-semibold">
        <input
          checked={isConfirmed}
          className="size-5 shrink-0 accent-(--action)"
          onChange={({ target }) => onConfirm(target.checked)}
          type="checkbox"
        />
        Yes, these hours are right
      </label>
    </Alert>
  );
}

function nameOf(on: DatedWindow["on"], formats: TimeFormats): string {
  if ("date" in on) return formats.fullDay(new Date(`${on.date}T00:00:00Z`), "UTC");
  const weekday = formats.weekdays.find(({ iso }) => iso === on.weekday)?.name ?? "";
  return on.journey === null ? weekday : `Trip ${on.journey}, ${weekday}`;
}
