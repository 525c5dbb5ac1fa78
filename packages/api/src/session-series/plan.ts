import { type BookingFacts, explain, openSlots, type Reason } from "@sundial/scheduling";
import { MINUTE, WEEK } from "@sundial/validators/durations";
import { instantOf, readingAt } from "@sundial/validators/wall-clock";

/** How many alternatives an occurrence gets. */
const ALTERNATIVES = 3;

interface Pattern {
  startsAt: Date;
  everyWeeks: number;
  count: number;
}

/**
 * The starts of a series: on the same weekday at the same time of this zone's clock, also after the
 * clocks change. A time that the clocks skip is as long after the change.
 */
export function startsOf({ startsAt, everyWeeks, count }: Pattern, timeZone: string): Date[] {
  // The clock's reading as if it were UTC, where every week is equally long.
  const first = new Date(`${readingAt(startsAt, timeZone)}Z`).getTime();
  return Array.from({ length: count }, (_, index) => {
    const reading = new Date(first + index * everyWeeks * WEEK);
    // The first one is as given: its reading may be one that the clocks show twice.
    if (index === 0) return startsAt;
    return instantOf(reading.toISOString().slice(0, 16), timeZone) ?? reading;
  });
}

/** A session of a series, before it is booked. */
export interface Occurrence {
  startsAt: Date;
  /** Why it can't be booked; none when it can. */
  reasons: Reason[];
  /** Up to three open starts nearby, when it can't be booked. */
  alternatives: Date[];
}

/**
 * Which of these sessions could be booked one after the other, by the predicate of a single booking:
 * each one that can counts for those behind it. Alternatives are closer than the next occurrence, so
 * no two of a series share one.
 */
export function planOccurrences(facts: BookingFacts, starts: readonly Date[]): Occurrence[] {
  let taken = facts;
  const checked = starts.map((startsAt) => {
    const start = startsAt.getTime();
    const reasons = explain({ ...taken, start });
    if (reasons.length === 0) taken = withSession(taken, start);
    return { startsAt, reasons };
  });
  const reach = reachOf(starts);
  return checked.map((each) => ({
    ...each,
    alternatives: each.reasons.length === 0 ? [] : nearestTo(each.startsAt, taken, reach),
  }));
}

/** Half the shortest distance between two starts, and a week at most. */
function reachOf(starts: readonly Date[]): number {
  const times = starts.map((each) => each.getTime()).sort((a, b) => a - b);
  const distances = times.slice(1).map((time, index) => time - (times[index] ?? time));
  return Math.min(WEEK, ...distances.map((each) => each / 2));
}

function nearestTo(startsAt: Date, facts: BookingFacts, reach: number): Date[] {
  const start = startsAt.getTime();
  const from = Math.max(start - reach, facts.now);
  const to = start + reach;
  if (to <= from) return [];
  return openSlots({ ...facts, from, to })
    .sort((a, b) => Math.abs(a - start) - Math.abs(b - start))
    .slice(0, ALTERNATIVES)
    .sort((a, b) => a - b)
    .map((time) => new Date(time));
}

/** The same facts with this session booked. */
function withSession(facts: BookingFacts, start: number): BookingFacts {
  const end = start + facts.duration * MINUTE;
  return {
    ...facts,
    mentorBusy: [
      ...facts.mentorBusy,
      { start, end: end + facts.mentor.gap * MINUTE, counts: true },
    ],
    menteeBusy: [...facts.menteeBusy, { start, end }],
  };
}
