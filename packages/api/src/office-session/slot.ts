import { constraintViolated, type Db, type DbTransaction } from "@sundial/db";
import { type BookingFacts, explain, openSlots } from "@sundial/scheduling";
import type { SlotConflict } from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import { MINUTE, WEEK } from "@sundial/validators/durations";
import { loadBusyTimes, loadMentorFacts } from "../booking-facts/booking-facts.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { inTransaction } from "../transaction.ts";
import { applyDueTransitions } from "./due.ts";
import { isSlotRefusal, slotRefusal } from "./slot-refusal.ts";

/** The people of a slot, and its length. */
interface SlotKind {
  mentorId: string;
  menteeId: string;
  durationMinutes: number;
  /** The session that would move: its own time counts as free, and its length as offered. */
  movingId?: string;
}

/** A requested start, and the version of the mentor's availability it was seen in. */
export interface WantedSlot extends SlotKind {
  startsAt: Date;
  availabilityVersion?: number;
}

interface Range {
  from: Date;
  to: Date;
}

/**
 * Runs a transaction that takes the slot. If it isn't available, according to the engine or the
 * exclusion constraint, nothing changes, and the error has up to three alternatives.
 */
export async function takingSlot<Result>(
  ctx: ServiceContext,
  wanted: WantedSlot,
  work: (tx: DbTransaction) => Promise<Result>,
): Promise<Result> {
  try {
    return await inTransaction(ctx.db, work);
  } catch (error) {
    const refusal =
      constraintViolated(error) === "time_claims_no_overlap"
        ? slotRefusal([(await isMenteeTaken(ctx, wanted)) ? "MENTEE_BUSY" : "MENTOR_BUSY"])
        : error;
    throw isSlotRefusal(refusal) ? await withAlternatives(ctx, wanted, refusal) : refusal;
  }
}

/**
 * Asks the slot engine, with both people locked, and returns the times the session would take.
 *
 * Errors: NOT_FOUND, and those of `slotRefusal`.
 */
export async function requireOpenSlot(tx: DbTransaction, wanted: WantedSlot, now: Date) {
  await clearLapsed(tx, [wanted.mentorId, wanted.menteeId], now);
  const { startsAt } = wanted;
  const endsAt = endOf(wanted);
  const range = { from: startsAt, to: endsAt };
  const { facts, timeZone, availabilityVersion } = await loadSlotFacts(tx, wanted, range, now);
  const reasons = explain({ ...facts, start: startsAt.getTime() });
  if (reasons.length > 0) {
    const seen = wanted.availabilityVersion ?? availabilityVersion;
    throw slotRefusal(reasons, { isEditedSince: seen < availabilityVersion });
  }
  const blockedUntil = new Date(endsAt.getTime() + facts.mentor.gap * MINUTE);
  return { startsAt, endsAt, blockedUntil, timeZone };
}

/** Removes lapsed requests and holds of these people, before anything new is written. */
export async function clearLapsed(tx: DbTransaction, people: string[], now: Date) {
  await applyDueTransitions(tx, { now, limit: 50, of: people });
  await tx.timeClaim.deleteMany({
    where: { userId: { in: people }, kind: "hold", expiresAt: { lte: now } },
  });
}

/**
 * The starts in a range that are free for both.
 *
 * Errors: NOT_FOUND when the mentor isn't visible.
 */
export async function listOpenStarts(db: Db, kind: SlotKind, range: Range, now: Date) {
  const { facts, availabilityVersion } = await loadSlotFacts(db, kind, range, now);
  const query = { from: range.from.getTime(), to: range.to.getTime() };
  return { starts: openSlots({ ...facts, ...query }), availabilityVersion };
}

/** What decides whether two people can meet, as the engine reads it. `timeZone` is the mentor's. */
interface SlotFacts {
  facts: BookingFacts;
  timeZone: string;
  zoneAt: (instant: Date) => string;
  availabilityVersion: number;
}

/**
 * Loads what the engine needs about two people in a range. Every booking and every list of open
 * times asks it about these facts.
 *
 * Errors: NOT_FOUND when the mentor has no profile.
 */
export async function loadSlotFacts(
  db: Db | DbTransaction,
  { mentorId, menteeId, durationMinutes, movingId }: SlotKind,
  range: Range,
  now: Date,
): Promise<SlotFacts> {
  const query = { range, now, exceptOfficeSessionId: movingId };
  const mentors = await loadMentorFacts(db, [mentorId], query);
  const found = mentors.get(mentorId);
  if (found === undefined) throw notFound();
  const { mentor, mentorBusy, timeZone, zoneAt, availabilityVersion } = found;
  return {
    timeZone,
    zoneAt,
    availabilityVersion,
    facts: {
      mentor: movingId === undefined ? mentor : { ...mentor, durations: [durationMinutes] },
      mentorBusy,
      menteeBusy: await loadBusyTimes(db, menteeId, query),
      duration: durationMinutes,
      now: now.getTime(),
    },
  };
}

async function isMenteeTaken({ db, now }: ServiceContext, wanted: WantedSlot) {
  const range = { from: wanted.startsAt, to: endOf(wanted) };
  const query = { range, now: now(), exceptOfficeSessionId: wanted.movingId };
  const busy = await loadBusyTimes(db, wanted.menteeId, query);
  return busy.some(({ start, end }) => start < range.to.getTime() && end > range.from.getTime());
}

/** Adds the nearest open starts, before or after. */
async function withAlternatives(ctx: ServiceContext, wanted: WantedSlot, refusal: DomainError) {
  const start = wanted.startsAt.getTime();
  const now = ctx.now();
  const range = {
    from: new Date(Math.max(start - WEEK, now.getTime())),
    to: new Date(start + WEEK),
  };
  const starts =
    range.to > range.from ? (await listOpenStarts(ctx.db, wanted, range, now)).starts : [];
  const details: SlotConflict = {
    reasons: Array.isArray(refusal.details) ? refusal.details : [],
    alternatives: starts
      .sort((a, b) => Math.abs(a - start) - Math.abs(b - start))
      .slice(0, 3)
      .sort((a, b) => a - b)
      .map((alternative) => new Date(alternative)),
  };
  return new DomainError(refusal.code, refusal.message, details);
}

function endOf({ startsAt, durationMinutes }: WantedSlot) {
  return new Date(startsAt.getTime() + durationMinutes * MINUTE);
}
