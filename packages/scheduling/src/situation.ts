import type { BookingFacts } from "./availability.ts";
import { DAY, MINUTE } from "./calendar.ts";
import { checkFacts } from "./check-input.ts";
import { type Hours, openHours } from "./hours.ts";
import type { Interval } from "./intervals.ts";
import { type MentorCalendar, mentorCalendar, openSchedule } from "./mentor-calendar.ts";
import { systemZones, type Zones } from "./zones.ts";

/** How far an ISO week, an overnight window or a change of zone can reach around a start. */
const REACH = 9 * DAY;

/** Facts prepared for starts within a range: the input of the rules. */
export type Situation = BookingFacts & {
  zones: Zones;
  hours: Hours;
  calendar: MentorCalendar;
  /** Session length, grid step and gap in milliseconds. */
  length: number;
  step: number;
  gap: number;
};

export function situationIn(range: Interval, facts: BookingFacts): Situation {
  checkFacts(facts);
  const { mentor, mentorBusy, duration, zones = systemZones } = facts;
  const length = duration * MINUTE;
  const scope = { start: range.start - REACH, end: range.end + length + REACH };
  const schedules = mentor.schedules.map((schedule) => openSchedule(schedule, scope, zones));
  return {
    ...facts,
    mentorBusy: mentorBusy.filter(({ start, end }) => start < scope.end && end > scope.start),
    zones,
    hours: openHours(schedules, mentor.overrides, { start: range.start, end: range.end + length }),
    calendar: mentorCalendar(schedules),
    length,
    step: (mentor.slotStep ?? duration) * MINUTE,
    gap: mentor.gap * MINUTE,
  };
}

/**
 * The range whose claims a decision needs: load every claim that overlaps it. It is wider than
 * `range`, because a session extends past its start by its length and gap, and because caps count
 * the sessions of the whole week. `range` is a range of starts; for one start, `end` is one more.
 */
export function busyRange(
  range: Interval,
  { mentor, duration }: Pick<BookingFacts, "mentor" | "duration">,
): Interval {
  const week = mentor.dailyCap === null && mentor.weeklyCap === null ? 0 : REACH;
  const session = (duration + mentor.gap) * MINUTE;
  return { start: range.start - week, end: range.end + Math.max(session, week) };
}
