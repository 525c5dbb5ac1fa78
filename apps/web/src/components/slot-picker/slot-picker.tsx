"use client";

import { localDate } from "@sundial/validators/time";
import { type ReactNode, useRef } from "react";
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
    data: { slots: Slot[] } | undefined;
    isPending: boolean;
    isError: boolean;
    refetch: () => unknown;
  };
  zone: string;
  today: Date;
  /** What to do about a month without any. */
  children: ReactNode;
}

/** A day, then one of its times. */
export function SlotPicker({ choice, openSlots, zone, today, children }: SlotPickerProps) {
  const slotsHeading = useRef<HTMLLegendElement>(null);
  const { data, isPending, isError, refetch } = openSlots;
  const slotsByDate = groupBy(data?.slots ?? [], ({ startsAt }) => localDate(startsAt, zone));
  return (
    <>
      <div className="grid items-start gap-6 xl:grid-cols-2">
        <SlotCalendar
          isPending={isPending}
          month={choice.month}
          onMonthChange={choice.showMonth}
          onSelect={(date) => {
            choice.chooseDate(date);
            // Whoever works by keyboard or ear is taken to the times that just appeared.
            requestAnimationFrame(() => slotsHeading.current?.focus());
          }}
          selected={choice.date}
          slotsByDate={slotsByDate}
          today={localDate(today, zone)}
        />
        <SlotList
          date={choice.date}
          headingRef={slotsHeading}
          isPending={isPending}
          onSelect={choice.chooseStart}
          selected={choice.start}
          slots={choice.date ? (slotsByDate.get(choice.date) ?? []) : []}
          zone={zone}
        />
      </div>
      {isError ? (
        <Alert title="The times could not be loaded." tone="bad">
          <Button onClick={() => refetch()} size="small" variant="secondary">
            Try again
          </Button>
        </Alert>
      ) : null}
      {data?.slots.length === 0 ? (
        <Alert title="No free times in this month">{children}</Alert>
      ) : null}
    </>
  );
}
