import type { MentorAvailability } from "./availability.ts";
import { DAY } from "./calendar.ts";
import { ALWAYS } from "./intervals.ts";
import { instantsBeyond, mentorCalendar, nextMidnight, openSchedule } from "./mentor-calendar.ts";
import { systemZones, type Zones } from "./zones.ts";

/** Epoch milliseconds. */
export type BookingHorizon = {
  /** No start from here on is bookable yet, unless travel sets the mentor's date back. */
  end: number;
  /** Until then, time passing adds no bookable start; afterwards only starts from `end` on. */
  movesAt: number;
};

/**
 * How far ahead a mentor can be booked now, and when that changes: at the mentor's next midnight. A
 * mentor without schedules has no calendar and nothing to book.
 *
 * Errors: INVALID_RANGE, INVALID_DATE or UNKNOWN_TIME_ZONE when the input is invalid.
 */
export function bookingHorizon({
  mentor,
  now,
  zones = systemZones,
}: {
  mentor: Pick<MentorAvailability, "schedules" | "horizonDays">;
  now: number;
  zones?: Zones;
}): BookingHorizon {
  const { schedules, horizonDays } = mentor;
  // The last date ends within two days of now plus the horizon; a third covers a skipped date.
  const scope = { start: now, end: now + (horizonDays + 3) * DAY };
  const calendar = mentorCalendar(
    schedules.map((schedule) => openSchedule(schedule, scope, zones)),
  );
  const beyond = instantsBeyond(calendar, { now, days: horizonDays, zones });
  return {
    end: Math.min(ALWAYS.end, ...beyond.map(({ start }) => start)),
    movesAt: nextMidnight(calendar, now),
  };
}
