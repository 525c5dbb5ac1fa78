import { DAY } from "./calendar.ts";
import { SchedulingError } from "./errors.ts";
import type { Interval } from "./intervals.ts";

/** A stretch during which a zone keeps one UTC offset (milliseconds, east of Greenwich positive). */
export type Segment = Interval & { offset: number };

/**
 * A source of offsets: opens a zone by name and returns a function from instant to offset in
 * milliseconds.
 *
 * Errors: throws RangeError for an unknown name.
 */
export type TimeZoneDatabase = (timeZone: string) => (instant: number) => number;

/** Offset tables over a database. Each zone and year is read once and cached. */
export type Zones = {
  /**
   * The segments overlapping `range`, in order and without gaps. Neighbors always differ in offset,
   * so each inner boundary is a transition. The outer ends are not cut to the range. Offsets before
   * 1970 may include seconds (local mean time).
   *
   * Errors: UNKNOWN_TIME_ZONE when the zone is unknown; INVALID_RANGE outside the years 1900 to
   * 2299.
   */
  segments(timeZone: string, range: Interval): Segment[];
  /** Errors: the same as `segments`. */
  offsetAt(timeZone: string, instant: number): number;
};

const SECOND = 1000;
/**
 * Two transitions closer than this that cancel out would be missed. The shortest such pair in the
 * tz database since 1970 is seven days apart (Recife, October 2000).
 */
const STEP = 3 * DAY;
const FIRST_YEAR = 1900;
const LAST_YEAR = 2299;

/** The tz database of the JavaScript runtime. */
export const intlDatabase: TimeZoneDatabase = (timeZone) => {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  return (instant) => parseOffset(format.format(instant));
};

/** Reads the tail of "3/14/2027, GMT-04:00"; plain "GMT" is zero, and seconds may follow. */
function parseOffset(text: string): number {
  const [, sign, hours = "0", minutes = "0", seconds = "0"] =
    /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(text) ?? [];
  const size = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return (sign === "-" ? -size : size) * SECOND;
}

export function createZones(database: TimeZoneDatabase = intlDatabase): Zones {
  const tables = new Map<string, (year: number) => Segment[]>();

  function tableOf(timeZone: string) {
    const known = tables.get(timeZone);
    if (known) return known;
    const offsetAt = open(database, timeZone);
    const years = new Map<number, Segment[]>();
    const table = (year: number) => {
      const segments = years.get(year) ?? readYear(offsetAt, year);
      years.set(year, segments);
      return segments;
    };
    tables.set(timeZone, table);
    return table;
  }

  function segments(timeZone: string, range: Interval): Segment[] {
    const table = tableOf(timeZone);
    const firstYear = yearOf(range.start);
    const lastYear = yearOf(range.end - 1);
    const joined: Segment[] = [];
    for (let year = firstYear; year <= lastYear; year++) {
      for (const segment of table(year)) {
        if (segment.end <= range.start || segment.start >= range.end) continue;
        const last = joined.at(-1);
        if (last?.offset === segment.offset) last.end = segment.end;
        else joined.push({ ...segment });
      }
    }
    return joined;
  }

  function offsetAt(timeZone: string, instant: number): number {
    return offsetIn(tableOf(timeZone)(yearOf(instant)), instant);
  }

  return { segments, offsetAt };
}

/** The runtime's own zones, the default everywhere. */
export const systemZones = createZones();

/** The offset at an instant that the segments cover. */
export function offsetIn(segments: readonly Segment[], instant: number): number {
  const segment = segments.find(({ end }) => instant < end) ?? segments.at(-1);
  return segment?.offset ?? 0;
}

/**
 * Whether a zone may be stored: UTC, or a Region/City name the database knows. Rejects offsets
 * ("+02:00") and abbreviations ("EST"), because they name no place and follow no place's rules.
 */
export function isTimeZone(timeZone: string, database = intlDatabase): boolean {
  if (timeZone === "UTC" || timeZone === "Etc/UTC") return true;
  if (!/^(?!Etc\/)[A-Za-z_]+\/[A-Za-z_/+-]+$/.test(timeZone)) return false;
  try {
    database(timeZone);
    return true;
  } catch {
    return false;
  }
}

function open(database: TimeZoneDatabase, timeZone: string) {
  try {
    return database(timeZone);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new SchedulingError("UNKNOWN_TIME_ZONE", `Unknown time zone: "${timeZone}"`);
  }
}

function yearOf(instant: number): number {
  const year = new Date(instant).getUTCFullYear();
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) {
    throw new SchedulingError(
      "INVALID_RANGE",
      `Instants must lie in the years ${FIRST_YEAR} to ${LAST_YEAR}`,
    );
  }
  return year;
}

/** The segments of one UTC year, cut at its ends; `segments` joins them again. */
function readYear(offsetAt: (instant: number) => number, year: number): Segment[] {
  const yearEnd = Date.UTC(year + 1, 0);
  const segments: Segment[] = [];
  let current = { start: Date.UTC(year, 0), end: yearEnd, offset: offsetAt(Date.UTC(year, 0)) };
  let seen = current.start;
  while (seen < yearEnd) {
    const next = Math.min(seen + STEP, yearEnd);
    if (offsetAt(next) === current.offset) {
      seen = next;
      continue;
    }
    seen = bisect(seen, next, (instant) => offsetAt(instant) !== current.offset);
    segments.push({ ...current, end: seen });
    current = { start: seen, end: yearEnd, offset: offsetAt(seen) };
  }
  if (current.start < yearEnd) segments.push(current);
  return segments;
}

/** First whole second after `before` that has changed; `before` has not, `after` has. */
function bisect(before: number, after: number, changed: (instant: number) => boolean): number {
  let low = before / SECOND;
  let high = after / SECOND;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (changed(middle * SECOND)) high = middle;
    else low = middle;
  }
  return high * SECOND;
}
