import { type DbTransaction, lockPeople, newId } from "@sundial/db";
import { announcedBy, recordAuditEvent } from "@sundial/ledger";
import {
  type BookFollowUpOfficeSessionInput,
  type BookOfficeSessionInput,
  type BookOnBehalfOfficeSessionInput,
  DomainError,
  placeOf,
} from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import { z } from "zod";
import type { PersonContext, ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { onceByKey } from "../idempotency.ts";
import { tellParties } from "../notification/tell-parties.ts";
import { readSettings } from "../program/read.ts";
import { BLOCKING } from "../session-state/policy.ts";
import { hasStatus } from "../session-state/status-where.ts";
import { officeSessionSelect, toOfficeSession } from "../session-state/view.ts";
import { announceSessions } from "./announce-sessions.ts";
import { loadParties } from "./parties.ts";
import { requireOpenSlot, takingSlot } from "./slot.ts";

/** How long a mentor has to answer a request, unless the minimum notice begins earlier. */
const ANSWER_WITHIN = 48 * 60 * MINUTE;

const booked = z.object({ officeSessionId: z.uuid() });

interface Booking extends BookOfficeSessionInput {
  menteeId: string;
  /** Why staff book on someone's behalf. */
  reason?: string;
}

/**
 * Books an open slot for the actor: scheduled at once, or requested when the mentor approves by
 * hand. The slot engine decides inside the transaction, and the exclusion constraint has the last
 * word. With an idempotency key, a retry returns the session it booked before.
 *
 * Errors: NOT_FOUND, PROFILE_REQUIRED, PARTY_INACTIVE, LIMIT_REACHED, IDEMPOTENCY_MISMATCH; for the
 * slot SLOT_NOT_OFFERED, SLOT_TAKEN, SLOT_UNAVAILABLE or MENTEE_BUSY, each with up to three
 * alternatives.
 */
export function bookOfficeSession(ctx: PersonContext, input: BookOfficeSessionInput) {
  return bookFor(ctx, "book", { ...input, menteeId: ctx.actor.id });
}

/**
 * Books for a mentee, who sees the reason.
 *
 * Errors: those of `bookOfficeSession`; INVALID_INPUT.
 */
export async function bookOnBehalfOfficeSession(
  ctx: ServiceContext,
  input: BookOnBehalfOfficeSessionInput,
) {
  if (input.menteeId === input.mentorId) {
    throw new DomainError("INVALID_INPUT", "A session needs two different people.", [
      { path: ["menteeId"], message: "Choose someone other than the mentor" },
    ]);
  }
  return bookFor(ctx, "bookOnBehalf", input);
}

/**
 * A mentor books with a mentee they have had a session with; it needs no approval.
 *
 * Errors: those of `bookOfficeSession`; NOT_FOUND also when the mentor hasn't met the mentee.
 */
export async function bookFollowUpOfficeSession(
  ctx: PersonContext,
  input: BookFollowUpOfficeSessionInput,
) {
  const { db, actor } = ctx;
  const met = await db.officeSession.findFirst({
    where: {
      AND: [{ mentorId: actor.id, menteeId: input.menteeId }, hasStatus(["completed"], ctx.now())],
    },
    select: { id: true },
  });
  if (met === null) throw notFound();
  return bookFor(ctx, "bookFollowUp", { ...input, mentorId: actor.id });
}

function bookFor(ctx: ServiceContext, name: string, booking: Booking) {
  // Times that were loaded again may have another version, but it is the same booking.
  const { idempotencyKey: key, availabilityVersion: _, ...request } = booking;
  const call = { procedure: `officeSession.${name}`, key, request, saved: booked };
  return takingSlot(ctx, booking, (tx) =>
    onceByKey(tx, ctx, call, {
      make: async () => {
        const answer = await book(tx, ctx, booking);
        return { answer, saved: { officeSessionId: answer.id } };
      },
      again: ({ officeSessionId }) => read(tx, ctx, officeSessionId),
      about: (saved) => saved,
    }),
  );
}

async function book(tx: DbTransaction, ctx: ServiceContext, booking: Booking) {
  const { actor } = ctx;
  await lockPeople(tx, [actor.id, booking.mentorId, booking.menteeId]);
  const now = ctx.now();
  const { mentor, mentee } = await loadParties(tx, booking);
  await requireRoom(tx, { menteeId: mentee.id, mentor }, now);
  const { timeZone, blockedUntil, ...slot } = await requireOpenSlot(tx, booking, now);

  const needsAnswer = !mentor.autoAccept && actor.id !== mentor.userId;
  const expiresAt = needsAnswer ? answerBy(booking.startsAt, mentor, now) : null;
  const id = newId();
  const row = await tx.officeSession.create({
    data: {
      id,
      mentorId: mentor.userId,
      menteeId: mentee.id,
      status: needsAnswer ? "requested" : "scheduled",
      ...slot,
      blockedUntil,
      expiresAt,
      topic: booking.topic,
      agenda: booking.agenda,
      location: placeOf(mentor.location, id),
      mentorTimeZone: timeZone,
      menteeTimeZone: mentee.timeZone,
      changeNote: booking.reason ?? "",
      createdById: actor.id,
      claims: {
        create: [
          { userId: mentor.userId, ...slot, endsAt: blockedUntil, expiresAt },
          { userId: mentee.id, ...slot, expiresAt },
        ],
      },
    },
    select: officeSessionSelect,
  });
  const action = needsAnswer ? "officeSession.requested" : "officeSession.booked";
  await tellParties(tx, {
    kind: announcedBy[action],
    sessions: [row],
    at: now,
    actorId: actor.id,
    message: { text: booking.reason ?? "", authorId: actor.id },
  });
  await recordAuditEvent(tx, ctx, {
    action,
    targetType: "officeSession",
    targetId: row.id,
    reason: booking.reason,
    after: {
      mentorId: mentor.userId,
      menteeId: mentee.id,
      startsAt: slot.startsAt.toISOString(),
      endsAt: slot.endsAt.toISOString(),
      status: row.status,
    },
  });
  await announceSessions(tx, { action, rows: [row], at: now });
  return toOfficeSession(row, ctx);
}

/** The engine offers no start that would leave no time to answer. */
function answerBy(startsAt: Date, { minNoticeMinutes }: { minNoticeMinutes: number }, now: Date) {
  const lastCall = startsAt.getTime() - minNoticeMinutes * MINUTE;
  return new Date(Math.min(now.getTime() + ANSWER_WITHIN, lastCall));
}

interface Room {
  menteeId: string;
  mentor: { userId: string; activePerMenteeCap: number | null };
}

/**
 * Errors: LIMIT_REACHED when the mentee has enough upcoming sessions, with this mentor or in total.
 */
async function requireRoom(tx: DbTransaction, { menteeId, mentor }: Room, now: Date) {
  const ahead = await tx.officeSession.findMany({
    where: { AND: [{ menteeId, endsAt: { gt: now } }, hasStatus(BLOCKING, now)] },
    select: { mentorId: true },
  });
  const withMentor = ahead.filter(({ mentorId }) => mentorId === mentor.userId).length;
  const cap = mentor.activePerMenteeCap ?? Number.POSITIVE_INFINITY;
  if (withMentor >= cap) {
    throw new DomainError(
      "LIMIT_REACHED",
      `This mentor allows ${cap} upcoming sessions per mentee. Book again after your next one.`,
      { limit: cap },
    );
  }
  const { maxActiveSessions: limit } = await readSettings(tx);
  if (ahead.length >= limit) {
    throw new DomainError(
      "LIMIT_REACHED",
      `A mentee can have up to ${limit} upcoming sessions. Book again after the next one.`,
      { limit },
    );
  }
}

async function read(tx: DbTransaction, ctx: ServiceContext, id: string) {
  const row = await tx.officeSession.findUniqueOrThrow({
    where: { id },
    select: officeSessionSelect,
  });
  return toOfficeSession(row, ctx);
}
