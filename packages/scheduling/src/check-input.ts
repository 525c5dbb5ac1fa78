import type { BookingFacts, DayWindow, MentorAvailability } from "./availability.ts";
import { DAY } from "./calendar.ts";
import { SchedulingError, type SchedulingErrorCode } from "./errors.ts";
import type { Interval } from "./intervals.ts";

/** Longest range one call answers, in days. */
export const MAX_RANGE_DAYS = 400;

const MINUTES_PER_DAY = 1440;

/** Rejects meaningless input before any loop runs on it. */
export function checkFacts({ mentor, mentorBusy, menteeBusy, now, duration }: BookingFacts) {
  demand(isWhole(duration, 1, MINUTES_PER_DAY), "INVALID_DURATION", "Duration is 1..1440 minutes");
  demand(Number.isSafeInteger(now), "INVALID_RANGE", "Now is a whole number of milliseconds");
  for (const intervals of [mentorBusy, menteeBusy, mentor.timeOff]) {
    demand(
      intervals.every(isInterval),
      "INVALID_INTERVAL",
      "Intervals need whole milliseconds, start <= end",
    );
  }
  demand(isSensible(mentor), "INVALID_AVAILABILITY", "Availability has a value out of range");
}

export function checkRange(range: Interval, limit = 0) {
  demand(isInterval(range), "INVALID_RANGE", "The range needs whole milliseconds, from <= to");
  demand(
    range.end - range.start <= MAX_RANGE_DAYS * DAY,
    "RANGE_TOO_LONG",
    `At most ${MAX_RANGE_DAYS} days`,
  );
  demand(isWhole(limit, 0), "INVALID_RANGE", "The limit is a whole number, not negative");
}

function isSensible(mentor: MentorAvailability): boolean {
  const { schedules, overrides, slotStep, gap, minNotice, horizonDays, pausedUntil } = mentor;
  return (
    schedules.every(({ rules }) => rules.every(isDayWindow)) &&
    schedules.every(({ rules }) => rules.every(({ weekday }) => isWhole(weekday, 1, 7))) &&
    overrides.every(({ windows }) => windows.every(isDayWindow)) &&
    (slotStep === null || isWhole(slotStep, 1, MINUTES_PER_DAY)) &&
    [gap, minNotice, horizonDays].every((value) => isWhole(value, 0)) &&
    [mentor.dailyCap, mentor.weeklyCap].every((cap) => cap === null || isWhole(cap, 0)) &&
    (pausedUntil === null || Number.isSafeInteger(pausedUntil))
  );
}

function isDayWindow({ startMinute, endMinute }: DayWindow): boolean {
  return (
    isWhole(startMinute, 0, MINUTES_PER_DAY - 1) &&
    isWhole(endMinute, startMinute + 1, startMinute + MINUTES_PER_DAY)
  );
}

function isInterval({ start, end }: Interval): boolean {
  return Number.isSafeInteger(start) && Number.isSafeInteger(end) && start <= end;
}

function isWhole(value: number, least: number, most = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isSafeInteger(value) && least <= value && value <= most;
}

function demand(condition: boolean, code: SchedulingErrorCode, message: string) {
  if (!condition) throw new SchedulingError(code, message);
}
