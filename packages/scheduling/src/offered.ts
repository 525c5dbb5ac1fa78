import type { MentorAvailability } from "./availability.ts";
import { DAY, formatDate, MINUTE } from "./calendar.ts";
import { openHours } from "./hours.ts";
import { clip, difference, type Interval } from "./intervals.ts";
import { instantsOfDays, mentorCalendar, mentorDay, openSchedule } from "./mentor-calendar.ts";
import { systemZones, type Zones } from "./zones.ts";

/** How far a day, an overnight window or a change of zone can reach around an instant. */
const REACH = 4 * DAY;

/** A date of the mentor's own calendar, and when it begins, in epoch milliseconds. */
export type MentorDay = { date: string; start: number };

/**
 * The date in the mentor's calendar at an instant (epoch milliseconds), during travel by the zone of
 * the trip; null for a mentor without schedules.
 *
 * Errors: UNKNOWN_TIME_ZONE, INVALID_DATE or INVALID_RANGE when the input is invalid.
 */
export function mentorDayAt(
  { schedules }: Pick<MentorAvailability, "schedules">,
  instant: number,
  zones: Zones = systemZones,
): MentorDay | null {
  const { calendar } = around(schedules, instant, zones);
  const day = mentorDay(calendar, instant);
  const [first] = day === undefined ? [] : instantsOfDays(calendar, day, 1);
  if (day === undefined || first === undefined) return null;
  return { date: formatDate(day), start: first.start };
}

/**
 * How many minutes the mentor's hours offer on the date of their calendar at an instant (epoch
 * milliseconds): weekly hours and date overrides without time off, whether or not they are booked.
 * An overnight window counts on each date for its part there. Nothing is offered while the mentor
 * takes no bookings. Fractions of a minute don't count.
 *
 * Errors: the same as `mentorDayAt`.
 */
export function offeredMinutes(
  mentor: Pick<
    MentorAvailability,
    "schedules" | "overrides" | "timeOff" | "unavailable" | "pausedUntil"
  >,
  instant: number,
  zones: Zones = systemZones,
): number {
  const { schedules, overrides, timeOff, unavailable, pausedUntil } = mentor;
  const closed = unavailable === "PAUSED" ? pausedUntil : null;
  if (unavailable !== null && closed === null) return 0;
  const { opened, calendar } = around(schedules, instant, zones);
  const day = mentorDay(calendar, instant);
  if (day === undefined) return 0;
  const dates = instantsOfDays(calendar, day, 1);
  const { cover } = openHours(opened, overrides, reach(instant));
  const pause: Interval[] = closed === null ? [] : [{ start: reach(instant).start, end: closed }];
  const open = difference(cover, [...timeOff, ...pause]);
  const ms = dates
    .flatMap((part) => clip(open, part))
    .reduce((sum, { start, end }) => sum + end - start, 0);
  return Math.floor(ms / MINUTE);
}

const reach = (instant: number): Interval => ({ start: instant - REACH, end: instant + REACH });

function around(schedules: MentorAvailability["schedules"], instant: number, zones: Zones) {
  const opened = schedules.map((each) => openSchedule(each, reach(instant), zones));
  return { opened, calendar: mentorCalendar(opened) };
}
