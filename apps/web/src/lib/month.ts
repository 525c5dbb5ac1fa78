import { localDate } from "@sundial/validators/time";
import { instantOf } from "@sundial/validators/wall-clock";

/** A calendar month, such as "2027-03". */
export type Month = string;

export function monthOf(instant: Date, timeZone: string): Month {
  return localDate(instant, timeZone).slice(0, 7);
}

/** A month `count` months later, or earlier if negative. */
export function addMonths(month: Month, count: number): Month {
  const first = firstOf(month);
  first.setUTCMonth(first.getUTCMonth() + count);
  return first.toISOString().slice(0, 7);
}

/** Midnight UTC of the first day, which is how the calendar names the month. */
export function firstOf(month: Month): Date {
  return new Date(`${month}-01T00:00:00Z`);
}

/** The month in this zone's calendar: its first instant, and the next month's. */
export function rangeOfMonth(month: Month, timeZone: string): { from: Date; to: Date } {
  const startOf = (each: Month) => instantOf(`${each}-01T00:00`, timeZone) ?? firstOf(each);
  return { from: startOf(month), to: startOf(addMonths(month, 1)) };
}
