import { type DbTransaction, lockPeople } from "@sundial/db";
import { announcedBy } from "@sundial/ledger";
import type {
  BookFollowUpOfficeSessionInput,
  BookOfficeSessionInput,
  BookOnBehalfOfficeSessionInput,
} from "@sundial/validators";
import { z } from "zod";
import type { PersonContext, ServiceContext } from "../context.ts";
import { onceByKey } from "../idempotency.ts";
import { tellParties } from "../notification/tell-parties.ts";
import { officeSessionSelect, toOfficeSession } from "../session-state/view.ts";
import { insertSession } from "./insert-session.ts";
import { loadParties, requireDifferent, requireMet } from "./parties.ts";
import { requireRoom } from "./room.ts";
import { requireOpenSlot, takingSlot } from "./slot.ts";

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
  requireDifferent(input);
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
  await requireMet(ctx, input.menteeId);
  return bookFor(ctx, "bookFollowUp", { ...input, mentorId: ctx.actor.id });
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
  const { timeZone, ...slot } = await requireOpenSlot(tx, booking, now);
  const { topic, agenda, reason } = booking;
  const session = { mentor, mentee, slot, timeZone, topic, agenda, reason };
  const { row, action } = await insertSession(tx, ctx, session);
  await tellParties(tx, {
    kind: announcedBy[action],
    sessions: [row],
    at: now,
    actorId: actor.id,
    message: { text: reason ?? "", authorId: actor.id },
  });
  return toOfficeSession(row, ctx);
}

async function read(tx: DbTransaction, ctx: ServiceContext, id: string) {
  const row = await tx.officeSession.findUniqueOrThrow({
    where: { id },
    select: officeSessionSelect,
  });
  return toOfficeSession(row, ctx);
}
