"use client";

import { localDate } from "@sundial/validators/time";
import { type ReactNode, useEffect, useRef } from "react";
import { useFormats } from "~/components/formats";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { groupBy } from "~/lib/group-by";
import { SlotCalendar } from "./slot-calendar";
import { type Slot, SlotList } from "./slot-list";
import type { SlotChoice } from "./use-slot-choice";

interface SlotPickerProps {
  choice: SlotChoice;
  /** The query for the starts of the month that is shown. */
  openSlots: {
    data: { slots: Slot[]; nextStart: Date | null } | undefined;
    isPending: boolean;
    isError: boolean;
    refetch: () => unknown;
  };
  zone: string;
  today: Date;
  /** Shown when no times are open, in this month or later. */
  children: ReactNode;
}

/** A day, then one of its times. Until the reader chooses, the first day with times is chosen. */
export function SlotPicker({ choice, openSlots, zone, today, children }: SlotPickerProps) {
  const formats = useFormats();
  const slotsHeading = useRef<HTMLLegendElement>(null);
  const { data, isPending, isError, refetch } = openSlots;
  const slotsByDate = groupBy(data?.slots ?? [], ({ startsAt }) => localDate(startsAt, zone));
  const [firstDate = null] = slotsByDate.keys();
  const date = choice.date ?? firstDate;
  const isEmpty = data?.slots.length === 0;
  const nextStart = (isEmpty && data.nextStart) || null;

  const { isBrowsing, start, showStart } = choice;
  const goesOn = nextStart !== null && !isBrowsing && start === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each answer without a start.
  useEffect(() => {
    if (goesOn) showStart(nextStart);
  }, [goesOn, nextStart?.getTime()]);

  return (
    <>
      <div className="grid items-start gap-6 xl:grid-cols-2">
        <SlotCalendar
          isPending={isPending}
          month={choice.month}
          onMonthChange={choice.browseMonth}
          onSelect={(chosen) => {
            choice.chooseDate(chosen);
            // Moves keyboard and screen reader users to the times that just appeared.
            requestAnimationFrame(() => slotsHeading.current?.focus());
          }}
          selected={date}
          slotsByDate={slotsByDate}
          today={localDate(today, zone)}
        />
        <SlotList
          date={date}
          headingRef={slotsHeading}
          isPending={isPending}
          onSelect={choice.chooseStart}
          selected={choice.start}
          slots={date ? (slotsByDate.get(date) ?? []) : []}
          zone={zone}
        />
      </div>
      {isError ? (
        <Alert title="We couldn't load the times." tone="bad">
          <Button onClick={() => refetch()} size="small" variant="secondary">
            Try again
          </Button>
        </Alert>
      ) : null}
      {isEmpty && !goesOn ? (
        <Alert title={nextStart ? "No free times this month" : "No free times this month or later"}>
          {nextStart ? (
            <Button onClick={() => showStart(nextStart)} size="small">
              Next free: {formats.shortDay(nextStart, zone)}
            </Button>
          ) : (
            children
          )}
        </Alert>
      ) : null}
    </>
  );
}
