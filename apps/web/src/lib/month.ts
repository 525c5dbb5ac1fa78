import { localDate } from "@sundial/validators/time";

/** A calendar month, such as "2027-03". */
export type Month = string;

const HOUR = 3_600_000;

export function monthOf(instant: Date, timeZone: string): Month {
  return localDate(instant, timeZone).slice(0, 7);
}

/** The same month further on, or back. */
export function addMonths(month: Month, count: number): Month {
  const first = firstOf(month);
  first.setUTCMonth(first.getUTCMonth() + count);
  return first.toISOString().slice(0, 7);
}

/** Midnight UTC of the first day: how the calendar, which thinks in UTC, names the month. */
export function firstOf(month: Month): Date {
  return new Date(`${month}-01T00:00:00Z`);
}

/**
 * Instants that hold the whole month in every zone on earth (UTC-12 to UTC+14), so that the query
 * and its cached answer stay the same when the reader changes the zone.
 */
export function rangeOfMonth(month: Month): { from: Date; to: Date } {
  return {
    from: new Date(firstOf(month).getTime() - 14 * HOUR),
    to: new Date(firstOf(addMonths(month, 1)).getTime() + 12 * HOUR),
  };
}
