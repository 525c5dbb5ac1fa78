import { constraintViolated, type DbTransaction } from "@sundial/db";
import { explain, openSlots } from "@sundial/scheduling";
import type { BookOfficeSessionInput, ErrorCode, SlotConflict } from "@sundial/validators";
import { recordAuditEvent } from "../audit/index.ts";
import { loadBusyTimes, loadMentorFacts } from "../availability/booking-facts.ts";
import { DomainError, notFound } from "../errors.ts";
import { mentorScope } from "../mentor/scope.ts";
import { inTransaction } from "../transaction.ts";
import type { ServiceContext } from "../trpc.ts";
import { slotRefusal } from "./slot-refusal.ts";
import { officeSessionSelect, toOfficeSession } from "./view.ts";

const MINUTE = 60_000;
const WEEK = 7 * 86_400_000;

/**
 * Books an open slot for the mentee who asks. The slot engine decides inside the transaction, and
 * the exclusion constraint has the last word. Errors: NOT_FOUND, PROFILE_REQUIRED, and for the slot
 * SLOT_NOT_OFFERED, SLOT_TAKEN, SLOT_UNAVAILABLE, MENTEE_BUSY, each with up to three alternatives.
 */
export async function bookOfficeSession(ctx: ServiceContext, input: BookOfficeSessionInput) {
  try {
    return await inTransaction(ctx.db, (tx) => book(tx, ctx, input));
  } catch (error) {
    const refusal =
      constraintViolated(error) === "time_claims_no_overlap"
        ? slotRefusal([(await ownTimeIsTaken(ctx, input)) ? "MENTEE_BUSY" : "MENTOR_BUSY"])
        : error;
    if (!(refusal instanceof DomainError) || !SLOT_CODES.has(refusal.code)) throw refusal;
    throw await withAlternatives(ctx, input, refusal);
  }
}

const SLOT_CODES = new Set<ErrorCode>([
  "SLOT_NOT_OFFERED",
  "SLOT_TAKEN",
  "SLOT_UNAVAILABLE",
  "MENTEE_BUSY",
]);

async function book(tx: DbTransaction, ctx: ServiceContext, input: BookOfficeSessionInput) {
  const { actor } = ctx;
  const mentor = await lockParties(tx, ctx, input.mentorId);
  const now = ctx.now();
  const endsAt = new Date(input.startsAt.getTime() + input.durationMinutes * MINUTE);
  const range = { from: input.startsAt, to: endsAt };
  const mentors = await loadMentorFacts(tx, [mentor.userId], { range, now });
  const facts = mentors.get(mentor.userId);
  if (facts === undefined) throw notFound();
  const menteeBusy = await loadBusyTimes(tx, actor.id, { range, now });

  const reasons = explain({
    mentor: facts.mentor,
    mentorBusy: facts.mentorBusy,
    menteeBusy,
    duration: input.durationMinutes,
    now: now.getTime(),
    start: input.startsAt.getTime(),
  });
  if (reasons.length > 0) throw slotRefusal(reasons);

  const blockedUntil = new Date(endsAt.getTime() + facts.mentor.gap * MINUTE);
  const row = await tx.officeSession.create({
    data: {
      mentorId: mentor.userId,
      menteeId: actor.id,
      startsAt: input.startsAt,
      endsAt,
      blockedUntil,
      topic: input.topic,
      agenda: input.agenda,
      location: mentor.location,
      mentorTimeZone: facts.timeZone,
      menteeTimeZone: actor.timeZone,
      createdById: actor.id,
      claims: {
        create: [
          { userId: mentor.userId, startsAt: input.startsAt, endsAt: blockedUntil },
          { userId: actor.id, startsAt: input.startsAt, endsAt },
        ],
      },
    },
    select: officeSessionSelect,
  });
  await recordAuditEvent(tx, ctx, {
    action: "officeSession.booked",
    targetType: "officeSession",
    targetId: row.id,
    after: {
      mentorId: mentor.userId,
      menteeId: actor.id,
      startsAt: input.startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      status: row.status,
    },
  });
  return toOfficeSession(row, ctx);
}

/**
 * Locks both people, in the order of their ids so that two bookings never wait for each other in a
 * circle: their status cannot change and no other booking of either can pass until we are done.
 */
async function lockParties(tx: DbTransaction, { actor }: ServiceContext, mentorId: string) {
  await tx.$queryRaw`
    SELECT id FROM users WHERE id IN (${actor.id}, ${mentorId}) ORDER BY id FOR NO KEY UPDATE`;
  const [mentee, mentor] = await Promise.all([
    tx.user.findUnique({
      where: { id: actor.id },
      select: { status: true, menteeProfile: { select: { userId: true } } },
    }),
    tx.user.findFirst({
      where: { AND: [{ id: mentorId }, mentorScope()] },
      select: { mentorProfile: { select: { userId: true, location: true } } },
    }),
  ]);
  if (mentor === null || mentor.mentorProfile === null) throw notFound();
  if (mentee?.status !== "active") {
    throw new DomainError("ACCOUNT_INACTIVE", "This account cannot book sessions at the moment.");
  }
  if (mentee.menteeProfile === null) {
    throw new DomainError("PROFILE_REQUIRED", "Complete your profile before you book a session.");
  }
  return mentor.mentorProfile;
}

async function ownTimeIsTaken(ctx: ServiceContext, input: BookOfficeSessionInput) {
  const to = new Date(input.startsAt.getTime() + input.durationMinutes * MINUTE);
  const own = await ctx.db.timeClaim.count({
    where: { userId: ctx.actor.id, startsAt: { lt: to }, endsAt: { gt: input.startsAt } },
  });
  return own > 0;
}

/** Adds the nearest open starts, before or after, that suit both. */
async function withAlternatives(
  ctx: ServiceContext,
  input: BookOfficeSessionInput,
  refusal: DomainError,
) {
  const wanted = input.startsAt.getTime();
  const now = ctx.now();
  const range = {
    from: new Date(Math.max(wanted - WEEK, now.getTime())),
    to: new Date(wanted + WEEK),
  };
  const [mentors, menteeBusy] = await Promise.all([
    loadMentorFacts(ctx.db, [input.mentorId], { range, now }),
    loadBusyTimes(ctx.db, ctx.actor.id, { range, now }),
  ]);
  const facts = mentors.get(input.mentorId);
  const findable = facts?.mentor.durations.includes(input.durationMinutes) && range.to > range.from;
  if (facts === undefined || !findable) return withDetails(refusal, []);
  const starts = openSlots({
    mentor: facts.mentor,
    mentorBusy: facts.mentorBusy,
    menteeBusy,
    duration: input.durationMinutes,
    now: now.getTime(),
    from: range.from.getTime(),
    to: range.to.getTime(),
  });
  const alternatives = starts
    .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))
    .slice(0, 3)
    .sort((a, b) => a - b)
    .map((start) => new Date(start));
  return withDetails(refusal, alternatives);
}

function withDetails(refusal: DomainError, alternatives: Date[]) {
  const reasons = Array.isArray(refusal.details) ? refusal.details : [];
  const details: SlotConflict = { reasons, alternatives };
  return new DomainError(refusal.code, refusal.message, details);
}
