import type { DayPickerProps } from "react-day-picker";

const arrow =
  "grid size-11 place-items-center rounded-control hover:bg-sunken aria-disabled:opacity-40";

/** How a month of days looks, whatever the days stand for. */
export const dateGridClasses: DayPickerProps["classNames"] = {
  root: "relative",
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

/** The grid thinks in UTC dates, which stand for dates of whichever zone is meant. */
export const toDate = (day: Date) => day.toISOString().slice(0, 10);
export const toDay = (date: string) => new Date(`${date}T00:00:00Z`);
