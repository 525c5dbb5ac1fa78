import { DAY, MINUTE } from "./durations.ts";
import type { FormatSettings } from "./format-settings.ts";
import { isRepeated, offsetAt, readingAt } from "./wall-clock.ts";

/** The words are English for everyone; their order is the reader's. */
const WORDS = "en-US";

const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * Formats what the zone's clock shows. The clock is read by offsetAt, so browser and server agree
 * about it even when their rules of a zone differ.
 */
const shownAt = (instant: Date, zone: string) =>
  new Date(instant.getTime() + offsetAt(instant.getTime(), zone));

function formatter(timeZone: string, options: Intl.DateTimeFormatOptions) {
  const key = timeZone + JSON.stringify(options);
  const known = formatters.get(key) ?? new Intl.DateTimeFormat(WORDS, { ...options, timeZone });
  formatters.set(key, known);
  return known;
}

export type TimeFormats = ReturnType<typeof timeFormats>;

/**
 * How one person sees times and dates, one function for each purpose. All take the instant and the
 * IANA zone whose clock shows it.
 */
export function timeFormats({ clock, dateOrder, weekStart }: FormatSettings) {
  const clockOptions = {
    hour: clock === "h12" ? "numeric" : "2-digit",
    minute: "2-digit",
  } as const;

  /**
   * A single time: "1:30 PM" or "13:30"; "1:30 AM EDT" when the clock shows that time twice on that
   * day, because the bare time would name two instants.
   */
  function time(instant: Date, zone: string): string {
    const options = { ...clockOptions, hourCycle: clock };
    const shown = formatter("UTC", options).format(shownAt(instant, zone));
    return isRepeated(instant, zone) ? `${shown} ${zoneName(instant, zone)}` : shown;
  }

  /** A heading within a known year: "Tuesday, March 16" or "Tuesday 16 March" */
  function day(instant: Date, zone: string): string {
    const { weekday, month, day } = wordsOf(instant, zone, "long");
    return dateOrder === "dmy" ? `${weekday} ${day} ${month}` : `${weekday}, ${month} ${day}`;
  }

  /** In running text and on buttons: "Tue, Mar 16" or "Tue 16 Mar" */
  function shortDay(instant: Date, zone: string): string {
    const { weekday, month, day } = wordsOf(instant, zone, "short");
    return dateOrder === "dmy" ? `${weekday} ${day} ${month}` : `${weekday}, ${month} ${day}`;
  }

  /** "Tuesday, March 16, 2027", "Tuesday 16 March 2027" or "Tuesday, 2027-03-16" */
  function fullDay(instant: Date, zone: string): string {
    const { weekday, month, day, year } = wordsOf(instant, zone, "long");
    if (dateOrder === "ymd") return `${weekday}, ${localDate(instant, zone)}`;
    return dateOrder === "dmy"
      ? `${weekday} ${day} ${month} ${year}`
      : `${weekday}, ${month} ${day}, ${year}`;
  }

  /** In lists and tables: "Mar 16, 2027", "16 Mar 2027" or "2027-03-16" */
  function date(instant: Date, zone: string): string {
    const { month, day, year } = wordsOf(instant, zone, "short");
    if (dateOrder === "ymd") return localDate(instant, zone);
    return dateOrder === "dmy" ? `${day} ${month} ${year}` : `${month} ${day}, ${year}`;
  }

  /** Above a calendar: "March 2027", in any order. */
  function month(instant: Date, zone: string): string {
    return formatter("UTC", { month: "long", year: "numeric" }).format(shownAt(instant, zone));
  }

  const shortDateTime = (instant: Date, zone: string) =>
    `${shortDay(instant, zone)}, ${time(instant, zone)}`;

  const dateTime = (instant: Date, zone: string) =>
    `${date(instant, zone)}, ${time(instant, zone)}`;

  const fullDateTime = (instant: Date, zone: string) =>
    `${fullDay(instant, zone)}, ${time(instant, zone)} (${describeZone(zone, instant)})`;

  const timeRange = (range: TimeRange, zone: string) =>
    `${fullDay(range.startsAt, zone)}, ${time(range.startsAt, zone)} to ${time(range.endsAt, zone)} (${describeZone(zone, range.startsAt)})`;

  return {
    time,
    day,
    shortDay,
    fullDay,
    date,
    month,
    /** The days of the week, starting with the reader's first. */
    weekdays: Array.from({ length: 7 }, (_, index) => weekday(((weekStart - 1 + index) % 7) + 1)),
    /** "Tue, Mar 16, 1:30 PM" */
    shortDateTime,
    /** In lists and tables: "Mar 16, 2027, 1:30 PM" */
    dateTime,
    /** On its own: "Tuesday, March 16, 2027, 1:30 PM (Berlin, GMT+1)" */
    fullDateTime,
    /** A session: "Tuesday, March 16, 2027, 1:30 PM to 2:30 PM (Berlin, GMT+1)" */
    timeRange,
  };
}

/** An ISO weekday (Monday is 1): "Monday", or "Mon" for short. */
function weekday(iso: number) {
  const day = new Date(Date.UTC(2024, 0, iso));
  return {
    iso,
    name: wordsOf(day, "UTC", "long").weekday,
    shortName: wordsOf(day, "UTC", "short").weekday,
  };
}

export interface TimeRange {
  startsAt: Date;
  endsAt: Date;
}

function wordsOf(instant: Date, zone: string, width: "long" | "short") {
  const options = { weekday: width, month: width, day: "numeric", year: "numeric" } as const;
  const parts = formatter("UTC", options)
    .formatToParts(shownAt(instant, zone))
    .map(({ type, value }) => [type, value] as const);
  const { weekday = "", month = "", day = "", year = "" } = Object.fromEntries(parts);
  return { weekday, month, day, year };
}

/** The date there, such as "2027-03-16". */
export function localDate(instant: Date, timeZone: string): string {
  return readingAt(instant, timeZone).slice(0, 10);
}

/** How many calendar days `instant` is ahead in `zone` compared with `reference`: -1, 0 or 1. */
export function dayDifference(instant: Date, zone: string, reference: string): number {
  const there = Date.parse(localDate(instant, zone));
  const here = Date.parse(localDate(instant, reference));
  return Math.round((there - here) / DAY);
}

/** "31 h", "45 min" or "3 days": how long until then, rounded down. */
export function formatTimeLeft(until: Date, now: Date): string {
  const minutes = Math.floor((until.getTime() - now.getTime()) / MINUTE);
  if (minutes < 1) return "less than a minute";
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} days`;
}

/** "Berlin", for "Europe/Berlin". */
export function cityOf(timeZone: string): string {
  return (timeZone.split("/").at(-1) ?? timeZone).replaceAll("_", " ");
}

/** "Berlin, GMT+1": the zone as shown next to times. */
export function describeZone(timeZone: string, at: Date): string {
  return timeZone === "UTC" ? "UTC" : `${cityOf(timeZone)}, ${offsetName(at, timeZone)}`;
}

/** "GMT+1", "GMT-3:30" or "GMT+0" */
function offsetName(instant: Date, zone: string): string {
  const minutes = Math.round(offsetAt(instant.getTime(), zone) / MINUTE);
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  if (minutes === 0) return "GMT+0";
  return `GMT${minutes < 0 ? "-" : "+"}${hours}${rest === 0 ? "" : `:${String(rest).padStart(2, "0")}`}`;
}

function zoneName(instant: Date, timeZone: string): string {
  const parts = formatter(timeZone, { timeZoneName: "short" }).formatToParts(instant);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}
