import { DAY, dayOf, formatDate, MINUTE, weekdayOf } from "./calendar.ts";
import type { Interval } from "./intervals.ts";
import { type Segment, systemZones } from "./zones.ts";

/**
 * The one rule about time zones: the instants at which the zone's wall clock reads inside `wall`.
 *
 * Within a segment of constant offset, that is a simple shift. Readings skipped by a transition are
 * in no segment, so they disappear. Repeated readings are in two, so they appear twice. Adjacent
 * pieces are joined, so each returned interval is one unbroken run of instants.
 */
export function instantsReading(segments: readonly Segment[], wall: Interval): Interval[] {
  const runs: Interval[] = [];
  let last: Interval | undefined;
  for (const segment of segments) {
    const start = Math.max(segment.start, wall.start - segment.offset);
    const end = Math.min(segment.end, wall.end - segment.offset);
    if (start >= end) continue;
    if (last?.end === start) {
      last.end = end;
    } else {
      last = { start, end };
      runs.push(last);
    }
  }
  return runs;
}

export type LocalTime = {
  /** YYYY-MM-DD */
  date: string;
  /** Minutes since midnight by the clock, 0..1439. */
  minute: number;
  /** ISO weekday, Monday is 1. */
  weekday: number;
  /** Minutes east of UTC; tells the two readings of a repeated hour apart. */
  offsetMinutes: number;
};

/**
 * What the clock and calendar of a zone show at an instant (epoch milliseconds).
 *
 * Errors: UNKNOWN_TIME_ZONE when the zone is unknown; INVALID_RANGE outside the years 1900 to 2299.
 */
export function localTime(instant: number, timeZone: string, zones = systemZones): LocalTime {
  const offset = zones.offsetAt(timeZone, instant);
  const day = dayOf(instant + offset);
  return { ...wallTime(instant + offset), date: formatDate(day), offsetMinutes: offset / MINUTE };
}

/** The weekday and minute of a wall-clock reading, which is an instant plus its offset. */
export function wallTime(wall: number): Pick<LocalTime, "weekday" | "minute"> {
  const day = dayOf(wall);
  return { weekday: weekdayOf(day), minute: Math.floor((wall - day * DAY) / MINUTE) };
}
