"use client";

import { createContext, useContext } from "react";
import { DayButton, type DayButtonProps } from "react-day-picker";
import { useFormats } from "~/components/formats";
import { DateGrid, dayButtonClasses, toDate, toDay } from "~/components/ui/date-grid";
import { cn } from "~/lib/cn";
import { firstOf, type Month } from "~/lib/month";

interface SlotCalendarProps {
  month: Month;
  today: string;
  selected: string | null;
  slotsByDate: Map<string, unknown[]>;
  isPending: boolean;
  onMonthChange: (month: Month) => void;
  onSelect: (date: string) => void;
}

/** The number of times on a day, for its button; null while unknown. */
const CountOf = createContext<((day: Date) => number) | null>(null);

/**
 * A month as the W3C date grid: one tab stop, arrows move by day and week, Page Up and Page Down by
 * month. Each date shows its number of times; dates without any can be visited but not chosen. It
 * computes with UTC dates, which represent dates in the reader's zone.
 */
export function SlotCalendar(props: SlotCalendarProps) {
  const { month, today, selected, slotsByDate, isPending, onMonthChange, onSelect } = props;
  const formats = useFormats();
  const countOf = (day: Date) => slotsByDate.get(toDate(day))?.length ?? 0;
  const label = (day: Date) => {
    const count = countOf(day);
    if (toDate(day) < today) return `${formats.day(day, "UTC")}, past`;
    const times = isPending ? "loading times" : count === 1 ? "1 time" : `${count || "no"} times`;
    return `${formats.day(day, "UTC")}, ${times}`;
  };
  return (
    <div className="grid gap-2">
      <CountOf value={isPending ? null : countOf}>
        <DateGrid
          components={{ DayButton: SlotDayButton }}
          labels={{ labelDayButton: label }}
          mode="single"
          modifiers={{
            offered: (day) => countOf(day) > 0,
            past: (day) => toDate(day) < today,
          }}
          month={firstOf(month)}
          onDayClick={(day) => {
            if (countOf(day) > 0) onSelect(toDate(day));
          }}
          onMonthChange={(first) => onMonthChange(toDate(first).slice(0, 7))}
          selected={selected ? toDay(selected) : undefined}
          startMonth={firstOf(today.slice(0, 7))}
          today={toDay(today)}
        />
      </CountOf>
      <p className="text-muted text-sm" role="status">
        {isPending ? "Loading times…" : "The number under a day is how many times are free."}
      </p>
    </div>
  );
}

function SlotDayButton({ className, children, ...props }: DayButtonProps) {
  const { offered = false, past = false, selected = false, today = false } = props.modifiers;
  const count = useContext(CountOf)?.(props.day.date);
  return (
    <DayButton
      className={cn(
        dayButtonClasses,
        offered
          ? "bg-sun-soft font-semibold text-sun-ink hover:bg-sun hover:text-on-sun"
          : "text-muted",
        past && "line-through opacity-55",
        selected && "bg-action text-on-action hover:bg-action-hover hover:text-on-action",
        className,
      )}
      {...props}
      // Last, because the calendar itself sets one on each day.
      aria-disabled={offered ? undefined : true}
    >
      <span className={cn(today && "underline decoration-2 underline-offset-2")}>{children}</span>
      {/* The label says the same in words. */}
      <span className="min-h-3 font-normal text-xs leading-none" data-slot="count">
        {past || count === undefined ? "" : count || "–"}
      </span>
    </DayButton>
  );
}
