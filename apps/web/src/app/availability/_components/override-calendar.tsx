"use client";

import { useState } from "react";
import { DayButton, type DayButtonProps, DayPicker, type DayPickerProps } from "react-day-picker";
import { cn } from "~/lib/cn";
import { firstOf } from "~/lib/month";
import { formatDay } from "~/lib/time";

/** What a date is apart from an ordinary one. */
export type DateMark = "unavailable" | "other hours" | "time off";

interface OverrideCalendarProps {
  today: string;
  marks: Map<string, DateMark>;
  onChoose: (date: string) => void;
}

/**
 * A month of the mentor's own calendar as the W3C date grid. It thinks in UTC dates, which stand
 * for the mentor's.
 */
export function OverrideCalendar({ today, marks, onChoose }: OverrideCalendarProps) {
  const [month, setMonth] = useState(() => firstOf(today.slice(0, 7)));
  const markOf = (day: Date) => marks.get(toDate(day));
  return (
    <DayPicker
      classNames={classNames}
      components={{ DayButton: MarkedDayButton }}
      disabled={{ before: toDay(today) }}
      labels={{
        labelDayButton: (day) => `${formatDay(day, "UTC")}, ${markOf(day) ?? "weekly hours"}`,
      }}
      mode="single"
      modifiers={{
        unavailable: (day) => markOf(day) === "unavailable",
        otherHours: (day) => markOf(day) === "other hours",
        timeOff: (day) => markOf(day) === "time off",
      }}
      month={month}
      onDayClick={(day) => onChoose(toDate(day))}
      onMonthChange={setMonth}
      startMonth={firstOf(today.slice(0, 7))}
      timeZone="UTC"
      today={toDay(today)}
    />
  );
}

function MarkedDayButton({ className, ...props }: DayButtonProps) {
  const { unavailable, otherHours, timeOff, today, disabled } = props.modifiers;
  return (
    <DayButton
      className={cn(
        "grid size-10 place-items-center rounded-full text-base hover:bg-sunken sm:size-11",
        disabled && "cursor-not-allowed text-muted hover:bg-transparent",
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

const toDate = (day: Date) => day.toISOString().slice(0, 10);
const toDay = (date: string) => new Date(`${date}T00:00:00Z`);

const arrow =
  "grid size-11 place-items-center rounded-control hover:bg-sunken aria-disabled:opacity-40";

const classNames: DayPickerProps["classNames"] = {
  root: "relative w-full max-w-sm",
  month: "grid gap-3",
  month_caption: "flex h-11 items-center px-1 font-display text-lg",
  nav: "absolute top-0 right-0 flex gap-1",
  button_previous: arrow,
  button_next: arrow,
  chevron: "size-5 fill-current",
  month_grid: "w-full border-collapse",
  weekday: "h-9 font-normal text-muted text-sm",
  day: "py-0.5 [&>button]:mx-auto",
  outside: "invisible",
};
