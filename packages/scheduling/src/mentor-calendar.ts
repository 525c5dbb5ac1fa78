import type { Schedule, WeeklyRule } from "./availability.ts";
import { DAY, dayOf, parseDate } from "./calendar.ts";
import { ALWAYS, clip, type Interval } from "./intervals.ts";
import { instantsReading } from "./wall-clock.ts";
import { offsetIn, type Segment, type Zones } from "./zones.ts";

/** A schedule with its dates as day numbers and its zone's segments around the range in question. */
export type OpenedSchedule = {
  timeZone: string;
  rules: readonly WeeklyRule[];
  firstValidDay: number;
  lastValidDay: number;
  segments: Segment[];
};

export function openSchedule(schedule: Schedule, range: Interval, zones: Zones): OpenedSchedule {
  const { timeZone, rules, validFrom, validTo } = schedule;
  return {
    timeZone,
    rules,
    firstValidDay: validFrom === null ? dayOf(ALWAYS.start) : parseDate(validFrom),
    lastValidDay: validTo === null ? dayOf(ALWAYS.end) : parseDate(validTo),
    segments: zones.segments(timeZone, range),
  };
}

/**
 * The mentor's own calendar: a sequence of periods, each with the mentor's zone at that time.
 * During travel, an instant may be on a valid date in both zones or in neither. The calendar still
 * gives each instant one date, because a schedule applies from its first moment until the next
 * one's.
 */
export type MentorCalendar = (Interval & { timeZone: string; segments: Segment[] })[];

export function mentorCalendar(schedules: readonly OpenedSchedule[]): MentorCalendar {
  const calendar: MentorCalendar = [];
  for (const schedule of schedules.toSorted((a, b) => a.firstValidDay - b.firstValidDay)) {
    const { timeZone, segments, firstValidDay } = schedule;
    const [fromThere] = instantsReading(segments, fromDay(firstValidDay));
    const previous = calendar.at(-1);
    const start = previous ? (fromThere?.start ?? ALWAYS.end) : ALWAYS.start;
    if (previous) previous.end = start;
    calendar.push({ timeZone, segments, start, end: ALWAYS.end });
  }
  return calendar;
}

/** The mentor's local date at an instant; undefined for a mentor without schedules. */
export function mentorDay(calendar: MentorCalendar, instant: number): number | undefined {
  const period = calendar.find(({ start, end }) => start <= instant && instant < end);
  return period && dayOf(instant + offsetIn(period.segments, instant));
}

/** The instants that fall on `count` dates of the mentor's calendar, from `firstDay` on. */
export function instantsOfDays(calendar: MentorCalendar, firstDay: number, count: number) {
  const wall = { start: firstDay * DAY, end: (firstDay + count) * DAY };
  return calendar.flatMap((period) => clip(instantsReading(period.segments, wall), period));
}

/** The instants after the date `days` from today; in each period, today by its own zone. */
export function instantsBeyond(
  calendar: MentorCalendar,
  { now, days, zones }: { now: number; days: number; zones: Zones },
): Interval[] {
  return calendar.flatMap((period) => {
    const today = dayOf(now + zones.offsetAt(period.timeZone, now));
    return clip(instantsReading(period.segments, fromDay(today + days + 1)), period);
  });
}

/**
 * When the first of the mentor's zones, including those of later periods, reaches its next date.
 */
export function nextMidnight(calendar: MentorCalendar, now: number): number {
  return calendar.reduce((earliest, { segments }) => {
    const today = dayOf(now + offsetIn(segments, now));
    const [tomorrow] = instantsReading(segments, fromDay(today + 1));
    return Math.min(earliest, tomorrow?.start ?? ALWAYS.end);
  }, ALWAYS.end);
}

function fromDay(day: number): Interval {
  return { start: day * DAY, end: ALWAYS.end };
}
