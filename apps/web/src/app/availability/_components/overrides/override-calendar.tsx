"use client";

import { useState } from "react";
import { DayButton, type DayButtonProps } from "react-day-picker";
import { useFormats } from "~/components/formats";
import { DateGrid, dayButtonClasses, toDate, toDay } from "~/components/ui/date-grid";
import { cn } from "~/lib/cn";
import { firstOf } from "~/lib/month";

/** How a date differs from the usual week. */
export type DateMark = "unavailable" | "different hours" | "time off";

interface OverrideCalendarProps {
  today: string;
  marks: Map<string, DateMark>;
  onChoose: (date: string) => void;
}

/**
 * A month of the mentor's own calendar as the W3C date grid. It computes with UTC dates, which
 * represent the mentor's.
 */
export function OverrideCalendar({ today, marks, onChoose }: OverrideCalendarProps) {
  const [month, setMonth] = useState(() => firstOf(today.slice(0, 7)));
  const formats = useFormats();
  const markOf = (day: Date) => marks.get(toDate(day));
  return (
    <DateGrid
      components={{ DayButton: MarkedDayButton }}
      disabled={{ before: toDay(today) }}
      labels={{
        labelDayButton: (day) => `${formats.day(day, "UTC")}, ${markOf(day) ?? "weekly hours"}`,
      }}
      mode="single"
      modifiers={{
        unavailable: (day) => markOf(day) === "unavailable",
        otherHours: (day) => markOf(day) === "different hours",
        timeOff: (day) => markOf(day) === "time off",
      }}
      month={month}
      onDayClick={(day) => onChoose(toDate(day))}
      onMonthChange={setMonth}
      startMonth={firstOf(today.slice(0, 7))}
      today={toDay(today)}
    />
  );
}

function MarkedDayButton({ className, ...props }: DayButtonProps) {
  const { unavailable, otherHours, timeOff, today, disabled } = props.modifiers;
  return (
    <DayButton
      className={cn(
        dayButtonClasses,
        "hover:bg-sunken",
        disabled && "cursor-not-allowed text-muted opacity-55 hover:bg-transparent",
        unavailable && "border border-edge text-muted line-through",
        otherHours && "bg-sun-soft font-semibold text-sun-ink hover:bg-sun-soft",
        timeOff && "border border-edge border-dashed text-muted",
        today && "underline decoration-2 underline-offset-4",
        className,
      )}
      {...props}
    />
  );
}
