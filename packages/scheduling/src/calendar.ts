import { SchedulingError } from "./errors.ts";

export const MINUTE = 60_000;
export const DAY = 1440 * MINUTE;

/*
 * A local date is a day number (days since 1970-01-01), which makes stepping and comparing plain
 * arithmetic. A wall-clock reading is `day * DAY + milliseconds since midnight`: what the clock
 * shows, counted as if it ran on UTC.
 */

/**
 * Converts "2027-03-14" to its day number.
 *
 * Errors: INVALID_DATE when the text isn't a calendar date.
 */
export function parseDate(date: string): number {
  const day = Date.parse(`${date}T00:00:00Z`) / DAY;
  // The round trip rejects dates that parse by rolling over, such as February 30.
  if (!Number.isInteger(day) || formatDate(day) !== date) {
    throw new SchedulingError("INVALID_DATE", `Not a date in the form YYYY-MM-DD: "${date}"`);
  }
  return day;
}

export function formatDate(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

export function dayOf(wall: number): number {
  return Math.floor(wall / DAY);
}

/** ISO weekday: Monday is 1, Sunday is 7. */
export function weekdayOf(day: number): number {
  // Day 0 was a Thursday.
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** First day of the ISO week that holds `day`. */
export function mondayOf(day: number): number {
  return day - weekdayOf(day) + 1;
}
