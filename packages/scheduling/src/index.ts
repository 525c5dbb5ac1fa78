/*
 * The slot engine. Read it in this order: availability.ts (the input), wall-clock.ts (the one rule
 * about time zones), hours.ts (weekly hours to instants), rules.ts (what forbids a start),
 * slots.ts.
 */
export type {
  BookingFacts,
  BusyInterval,
  DateOverride,
  DayWindow,
  MentorAvailability,
  Schedule,
  Unavailability,
  WeeklyRule,
} from "./availability.ts";
export { MAX_RANGE_DAYS } from "./check-input.ts";
export { SchedulingError, type SchedulingErrorCode } from "./errors.ts";
export { type BookingHorizon, bookingHorizon } from "./horizon.ts";
export type { Interval } from "./intervals.ts";
export { type MentorDay, mentorDayAt, offeredMinutes } from "./offered.ts";
export { PRIVATE_REASONS, publicReasons, REASONS, type Reason } from "./reasons.ts";
export { busyRange } from "./situation.ts";
export { explain, openSlots } from "./slots.ts";
export { type LocalTime, localTime, wallTime } from "./wall-clock.ts";
export {
  createZones,
  intlDatabase,
  isTimeZone,
  type Segment,
  systemZones,
  type TimeZoneDatabase,
  type Zones,
} from "./zones.ts";
