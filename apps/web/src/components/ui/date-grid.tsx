"use client";

import { DayPicker, type DayPickerProps } from "react-day-picker";
import { useFormats } from "~/components/formats";

const arrow =
  "grid size-11 place-items-center rounded-control hover:bg-sunken aria-disabled:opacity-40";

/** The look of a month, whatever its days represent. */
const classNames: DayPickerProps["classNames"] = {
  root: "relative",
  month: "grid gap-3",
  month_caption: "flex h-11 items-center px-1 font-display text-lg",
  nav: "absolute top-0 right-0 flex gap-1",
  button_previous: arrow,
  button_next: arrow,
  chevron: "size-5 fill-current",
  month_grid: "w-full table-fixed border-collapse",
  weekday: "h-9 font-normal text-muted text-sm",
  day: "py-0.5 [&>button]:mx-auto",
  outside: "invisible",
};

/** A day as a round button as wide as its column, up to a comfortable size. */
export const dayButtonClasses =
  "grid aspect-square w-full max-w-11 place-content-center justify-items-center rounded-full text-base leading-tight";

/**
 * A month of days, starting on the reader's first weekday. The grid computes with UTC dates, which
 * represent dates in any zone.
 */
export function DateGrid(props: DayPickerProps) {
  const formats = useFormats();
  const [firstDay] = formats.weekdays;
  return (
    <DayPicker
      classNames={classNames}
      formatters={{ formatCaption: (month) => formats.month(month, "UTC") }}
      timeZone="UTC"
      weekStartsOn={SUNDAY_FIRST.find((day) => day === (firstDay?.iso ?? 1) % 7)}
      {...props}
    />
  );
}

/** The grid's weekday numbers, from Sunday on. */
const SUNDAY_FIRST = [0, 1, 2, 3, 4, 5, 6] as const;

export const toDate = (day: Date) => day.toISOString().slice(0, 10);
export const toDay = (date: string) => new Date(`${date}T00:00:00Z`);
