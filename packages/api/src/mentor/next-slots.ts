import type { Db } from "@sundial/db";
import { bookingHorizon, openSlots } from "@sundial/scheduling";
import { DAY, MINUTE, WEEK } from "@sundial/validators/durations";
import { horizonEnd, loadMentorFacts, type MentorFacts } from "../booking-facts/booking-facts.ts";
import type { WantedStarts } from "./day-filter.ts";
import type { SlotBounds } from "./slot-bounds.ts";
import { type InstantFilter, quartersOf } from "./week-quarters.ts";

/** By then, every current hold and request has lapsed. */
const ALL_LAPSED = new Date("9999-01-01T00:00:00Z");
const UNKNOWN = new Date(0);

/** A mentor's next slot according to the slot engine. */
export interface NextSlot {
  /**
   * The start the mentor ranks by (epoch milliseconds): the first preferred one of any length they
   * offer if it is soon enough, otherwise the first wanted one.
   */
  start: number | null;
  /** The first wanted start, if it is earlier. */
  earlier: number | null;
  /** Bounds that stay true while time passes and sessions are booked. */
  bounds: SlotBounds;
  facts: MentorFacts;
}

/**
 * Computes the next wanted start of each of these mentors within their own booking window, with a
 * few queries for all. Mentors without a profile are missing from the result.
 */
export async function findNextSlots(
  db: Db,
  mentorIds: string[],
  { now, wanted }: { now: Date; wanted: WantedStarts },
): Promise<Map<string, NextSlot>> {
  if (mentorIds.length === 0) return new Map();
  const range = { from: now, to: horizonEnd(now) };
  const current = await loadMentorFacts(db, mentorIds, { range, now });
  const lapsing = [...current].filter(([, { mayLapse }]) => mayLapse).map(([id]) => id);
  const lapsed =
    lapsing.length === 0
      ? new Map<string, MentorFacts>()
      : await loadMentorFacts(db, lapsing, { range, now: ALL_LAPSED });
  const next = new Map<string, NextSlot>();
  for (const [id, facts] of current) {
    const starts = startsOf(facts, now);
    const later = lapsed.get(id);
    next.set(id, {
      ...rankedStart(starts, wanted),
      bounds: {
        ...boundsOf(later === undefined ? starts : startsOf(later, now), { facts, now }),
        ...openNow(starts, now),
      },
      facts,
    });
  }
  return next;
}

/** The next open slot as shown on a card, or why the mentor has none. */
export interface Outlook {
  nextSlot: Date | null;
  /** An earlier one, in the reader's night. */
  nightSlot: Date | null;
  /**
   * Paused; booked out; or without hours. Which of the mentor's own plans removes hours stays
   * private.
   */
  noSlotReason: "paused" | "fullyBooked" | "noHours" | null;
}

export function outlookOf({ start, earlier, facts }: NextSlot, now: Date): Outlook {
  const nightSlot = earlier === null ? null : new Date(earlier);
  if (start !== null) return { nextSlot: new Date(start), nightSlot, noSlotReason: null };
  return { nextSlot: null, nightSlot, noSlotReason: noSlotReason(facts, now) };
}

function noSlotReason({ mentor, mentorBusy }: MentorFacts, now: Date) {
  const { unavailable, pausedUntil } = mentor;
  if (unavailable === "PAUSED" && (pausedUntil === null || pausedUntil > now.getTime())) {
    return "paused";
  }
  const unbooked = mentorBusy.length > 0 ? startsOf({ mentor, mentorBusy: [] }, now) : [];
  return firstOf(unbooked) === null ? "noHours" : "fullyBooked";
}

/** Every open start within the booking window, one sorted list for each session length. */
function startsOf({ mentor, mentorBusy }: Pick<MentorFacts, "mentor" | "mentorBusy">, now: Date) {
  const from = now.getTime();
  return mentor.durations.map((duration) =>
    openSlots({
      mentor,
      mentorBusy,
      menteeBusy: [],
      duration,
      now: from,
      from,
      // The last bookable date is this many days after today in the mentor's calendar, to its end.
      to: from + (mentor.horizonDays + 2) * DAY,
    }),
  );
}

function rankedStart(starts: number[][], { day, preferred }: WantedStarts) {
  const first = firstOf(starts, day);
  const best = preferred === null ? null : firstOf(starts, preferred);
  const isSoon = best !== null && preferred !== null && best < preferred.until;
  const start = isSoon ? best : first;
  return { start, earlier: start === first ? null : first };
}

function firstOf(starts: number[][], filter: InstantFilter | null = null): number | null {
  const firsts = starts
    .map((list) => (filter === null ? list[0] : list.find(filter.suits)))
    .filter((start) => start !== undefined);
  return firsts.length === 0 ? null : Math.min(...firsts);
}

/** What is open now stays open until a session or a claim is added, or its notice begins. */
function openNow(starts: number[][], now: Date) {
  const openUntil = now.getTime() + WEEK;
  return {
    openQuarters: quartersOf(...starts.map((list) => list.filter((start) => start < openUntil))),
    openUntil: new Date(openUntil),
  };
}

function boundsOf(starts: number[][], { facts, now }: { facts: MentorFacts; now: Date }) {
  const horizon = bookingHorizon({ mentor: facts.mentor, now: now.getTime() });
  // Without hours, no calendar limits the search.
  const searched = now.getTime() + (facts.mentor.horizonDays + 2) * DAY;
  const knownUntil = Math.min(horizon.end, searched);
  const first = firstOf(starts) ?? knownUntil;
  // During travel, the booking window may end earlier in one zone than in the next.
  const isDecided = starts.every((list) => (list.at(-1) ?? 0) < knownUntil);
  return {
    notBefore: new Date(Math.min(first, knownUntil)),
    weekQuarters: quartersOf(...starts),
    knownUntil: new Date(knownUntil),
    horizonMovesAt: isDecided ? new Date(Math.min(horizon.movesAt, searched)) : UNKNOWN,
    gridMinutes: starts.reduce((grid, list) => list.reduce(gridWith, grid), 60),
    noticeMinutes: facts.mentor.minNotice,
  };
}

/** The coarsest grid of minutes past the hour that contains this start, too. */
function gridWith(gridMinutes: number, start: number): number {
  let divisor = gridMinutes;
  let rest = Math.floor(start / MINUTE) % gridMinutes;
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return divisor;
}
