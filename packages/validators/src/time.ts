import { isRepeated, readingAt } from "./wall-clock.ts";

/** One locale for server and browser, so that both render the same text. */
const LOCALE = "en-US";

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string, options: Intl.DateTimeFormatOptions) {
  const key = timeZone + JSON.stringify(options);
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(LOCALE, { ...options, timeZone });
  formatters.set(key, known);
  return known;
}

/** "1:30 PM" */
export function formatTime(instant: Date, timeZone: string): string {
  return formatter(timeZone, { hour: "numeric", minute: "2-digit" }).format(instant);
}

/**
 * "1:30 PM", or "1:30 AM EDT" when the clock shows that time twice on that day: in the hours that
 * are repeated when daylight-saving time ends, the bare time would name two instants.
 */
export function formatDistinctTime(instant: Date, timeZone: string): string {
  const time = formatTime(instant, timeZone);
  if (!isRepeated(instant, timeZone)) return time;
  return `${time} ${zoneName(instant, timeZone, "short")}`;
}

/** "Tuesday, March 16" */
export function formatDay(instant: Date, timeZone: string): string {
  return formatter(timeZone, { weekday: "long", month: "long", day: "numeric" }).format(instant);
}

/** "Tue, Mar 16" */
export function formatShortDay(instant: Date, timeZone: string): string {
  return formatter(timeZone, { weekday: "short", month: "short", day: "numeric" }).format(instant);
}

/** "Tuesday, March 16, 2027" */
export function formatFullDay(instant: Date, timeZone: string): string {
  return formatter(timeZone, { dateStyle: "full" }).format(instant);
}

/** "Tuesday, March 16, 2027, 1:30 PM (Berlin, GMT+1)" */
export function formatMoment(instant: Date, timeZone: string): string {
  const time = formatDistinctTime(instant, timeZone);
  return `${formatFullDay(instant, timeZone)}, ${time} (${describeZone(timeZone, instant)})`;
}

/** The date the calendar on the wall shows there, such as "2027-03-16". */
export function localDate(instant: Date, timeZone: string): string {
  return readingAt(instant, timeZone).slice(0, 10);
}

/** How many calendar days `instant` is ahead in `zone` compared with `reference`: -1, 0 or 1. */
export function dayDifference(instant: Date, zone: string, reference: string): number {
  const there = Date.parse(localDate(instant, zone));
  const here = Date.parse(localDate(instant, reference));
  return Math.round((there - here) / 86_400_000);
}

/** "31 h", "45 min" or "3 days": how long until then, never more than there is. */
export function formatTimeLeft(until: Date, now: Date): string {
  const minutes = Math.floor((until.getTime() - now.getTime()) / 60_000);
  if (minutes < 1) return "less than a minute";
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}

/** "Berlin", for "Europe/Berlin". */
export function cityOf(timeZone: string): string {
  return (timeZone.split("/").at(-1) ?? timeZone).replaceAll("_", " ");
}

/** "Berlin, GMT+1": the zone as it is named next to times. */
export function describeZone(timeZone: string, at: Date): string {
  const offset = zoneName(at, timeZone, "shortOffset");
  return timeZone === "UTC" ? "UTC" : `${cityOf(timeZone)}, ${offset}`;
}

function zoneName(instant: Date, timeZone: string, style: "short" | "shortOffset"): string {
  const parts = formatter(timeZone, { timeZoneName: style }).formatToParts(instant);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}
