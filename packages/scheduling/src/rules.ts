import { MINUTE, mondayOf } from "./calendar.ts";
import { ALWAYS, complement, difference, type Interval, union } from "./intervals.ts";
import { instantsBeyond, instantsOfDays, mentorDay } from "./mentor-calendar.ts";
import type { Reason } from "./reasons.ts";
import type { Situation } from "./situation.ts";

/** The starts a reason forbids, as intervals in any order; overlapping and empty ones are fine. */
type Rule = (situation: Situation) => Interval[];

/**
 * The predicate: a start on the grid is open if no rule forbids it. `openSlots` and `explain` both
 * use only this table, so a list and a booking can't disagree.
 */
export const RULES: Record<Exclude<Reason, "OFF_GRID">, Rule> = {
  /** The mentor takes no bookings; the reason stays private. */
  MENTOR_UNAVAILABLE: ({ mentor: { unavailable } }) =>
    unavailable === null || unavailable === "PAUSED" ? [] : [ALWAYS],

  /** Before `pausedUntil`, or at any time if the pause has no end. */
  PAUSED: ({ mentor: { unavailable, pausedUntil } }) =>
    unavailable === "PAUSED" ? [{ start: ALWAYS.start, end: pausedUntil ?? ALWAYS.end }] : [],

  PAST: ({ now }) => [{ start: ALWAYS.start, end: now }],

  /**
   * Not in the past, but within the minimum notice, or exactly at its end if the mentor must
   * answer.
   */
  TOO_SOON: ({ now, mentor: { minNotice, needsAnswer } }) => [
    { start: now, end: now + minNotice * MINUTE + (needsAnswer ? 1 : 0) },
  ],

  BEYOND_HORIZON: ({ calendar, zones, now, mentor }) =>
    instantsBeyond(calendar, { now, days: mentor.horizonDays, zones }),

  DURATION_NOT_OFFERED: ({ mentor, duration }) =>
    mentor.durations.includes(duration) ? [] : [ALWAYS],

  /** The session does not fit into the weekly hours either. */
  OUTSIDE_HOURS: ({ hours, length }) => {
    const room = roomIn(hours.cover, length);
    const isOrdinary = hours.cover === hours.ordinaryCover;
    return complement(isOrdinary ? room : union([...room, ...roomIn(hours.ordinaryCover, length)]));
  },

  /** Within the weekly hours, but a date override removed them. */
  DATE_OVERRIDE: ({ hours, length }) =>
    hours.cover === hours.ordinaryCover
      ? []
      : difference(roomIn(hours.ordinaryCover, length), roomIn(hours.cover, length)),

  TIME_OFF: ({ mentor, length }) => overlapping(mentor.timeOff, length),

  /** Includes the gap stored with the mentor's earlier session. */
  MENTOR_BUSY: ({ mentorBusy, length }) => overlapping(mentorBusy, length),

  /** The gap after this session would run into the mentor's next one. */
  GAP: ({ mentorBusy, length, gap }) =>
    mentorBusy.map((claim) => {
      const latest = claim.start - length;
      return { start: latest - gap + 1, end: latest + 1 };
    }),

  MENTEE_BUSY: ({ menteeBusy, length }) => overlapping(menteeBusy, length),

  DAILY_CAP: (situation) =>
    fullPeriods(situation, { cap: situation.mentor.dailyCap, days: 1, firstDayOf: (day) => day }),

  WEEKLY_CAP: (situation) =>
    fullPeriods(situation, { cap: situation.mentor.weeklyCap, days: 7, firstDayOf: mondayOf }),
};

/** Every start that some rule forbids, as one set. */
export function forbiddenStarts(situation: Situation): Interval[] {
  const starts: Interval[] = [];
  for (const rule of Object.values(RULES)) {
    for (const interval of rule(situation)) starts.push(interval);
  }
  return union(starts);
}

/** Starts whose session is entirely in one interval of `cover`. */
function roomIn(cover: readonly Interval[], length: number): Interval[] {
  return cover
    .filter(({ start, end }) => end - start >= length)
    .map(({ start, end }) => ({ start, end: end - length + 1 }));
}

/** Starts whose session overlaps one of the intervals. Half-open: touching isn't overlap. */
function overlapping(intervals: readonly Interval[], length: number): Interval[] {
  return intervals
    .filter(({ start, end }) => start < end)
    .map(({ start, end }) => ({ start: start - length + 1, end }));
}

/** Starts on dates, or in weeks, that already have as many of the mentor's sessions as allowed. */
function fullPeriods(
  { mentorBusy, calendar }: Situation,
  options: { cap: number | null; days: number; firstDayOf: (day: number) => number },
): Interval[] {
  const { cap, days, firstDayOf } = options;
  if (cap === null) return [];
  if (cap === 0) return [ALWAYS];
  const counts = new Map<number, number>();
  for (const { start, counts: isSession } of mentorBusy) {
    const day = isSession ? mentorDay(calendar, start) : undefined;
    if (day === undefined) continue;
    const firstDay = firstDayOf(day);
    counts.set(firstDay, (counts.get(firstDay) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= cap)
    .flatMap(([firstDay]) => instantsOfDays(calendar, firstDay, days));
}
