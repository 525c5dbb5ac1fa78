"use client";

import { DayButton, type DayButtonProps } from "react-day-picker";
import { useFormats } from "~/components/formats";
import { DateGrid, toDate, toDay } from "~/components/ui/date-grid";
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

/**
 * A month as the W3C date grid: one tab stop, arrows move by day and week, Page Up and Down by
 * month. Each date says how many times it has; dates without any can be visited but not chosen.
 * It thinks in UTC dates, which stand for dates of the reader's zone.
 */
export function SlotCalendar(props: SlotCalendarProps) {
  const { month, today, selected, slotsByDate, isPending, onMonthChange, onSelect } = props;
  const formats = useFormats();
  const countOf = (day: Date) => slotsByDate.get(toDate(day))?.length ?? 0;
  const label = (day: Date) => {
    const count = countOf(day);
    const times = isPending ? "loading times" : count === 1 ? "1 time" : `${count || "no"} times`;
    return `${formats.day(day, "UTC")}, ${times}`;
  };
  return (
    <div className="grid gap-2">
      <DateGrid
        components={{ DayButton: SlotDayButton }}
        labels={{ labelDayButton: label }}
        mode="single"
        modifiers={{ offered: (day) => countOf(day) > 0 }}
        month={firstOf(month)}
        onDayClick={(day) => {
          if (countOf(day) > 0) onSelect(toDate(day));
        }}
        onMonthChange={(first) => onMonthChange(toDate(first).slice(0, 7))}
        selected={selected ? toDay(selected) : undefined}
        startMonth={firstOf(today.slice(0, 7))}
        today={toDay(today)}
      />
      <p className="text-muted text-sm" role="status">
        {isPending ? "Loading times…" : ""}
      </p>
    </div>
  );
}

function SlotDayButton({ className, ...props }: DayButtonProps) {
  const { offered = false, selected = false, today = false } = props.modifiers;
  return (
    <DayButton
      aria-disabled={offered ? undefined : true}
      className={cn(
        "grid size-10 place-items-center rounded-full text-base sm:size-11",
        offered
          ? "bg-sun-soft font-semibold text-sun-ink hover:bg-sun hover:text-on-sun"
          : "text-muted",
        today && "underline decoration-2 underline-offset-4",
        selected && "bg-action text-on-action hover:bg-action-hover hover:text-on-action",
        className,
      )}
      {...props}
    />
  );
}
