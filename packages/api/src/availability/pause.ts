import { lockPeople } from "@sundial/db";
import { announce, recordAuditEvent, tell } from "@sundial/ledger";
import { DomainError, type PauseAvailabilityInput } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { inTransaction } from "../transaction.ts";

/**
 * Staff pause new bookings with a mentor, with a reason for the record; the mentor is told. What is booked or
 * requested stays. The mentor may open again at any time.
 *
 * Errors: NOT_FOUND for somebody without a mentor's profile; INVALID_INPUT for a time that is past;
 * INVALID_TRANSITION when the mentor isn't open for bookings.
 */
export function pauseAvailability(
  ctx: ServiceContext,
  { mentorId, until, reason }: PauseAvailabilityInput,
) {
  const now = ctx.now();
  if (until !== null && until <= now) {
    const message = "Choose a time ahead";
    throw new DomainError("INVALID_INPUT", "Some fields aren't valid. Check the marked fields.", [
      { path: ["until"], message },
    ]);
  }
  return inTransaction(ctx.db, async (tx) => {
    // Bookings take this lock, too: each of them sees either the old rules or the new ones.
    await lockPeople(tx, [mentorId]);
    const before = await tx.mentorProfile.findFirst({
      where: { userId: mentorId, user: { role: "mentor", anonymizedAt: null } },
      select: { bookingState: true, pausedUntil: true },
    });
    if (before === null) throw notFound();
    const isPauseOver = before.pausedUntil !== null && before.pausedUntil <= now;
    if (before.bookingState === "closed" || (before.bookingState === "paused" && !isPauseOver)) {
      throw new DomainError("INVALID_TRANSITION", "New bookings are off already.", {
        bookingState: before.bookingState,
      });
    }
    const after = await tx.mentorProfile.update({
      where: { userId: mentorId },
      data: { bookingState: "paused", pausedUntil: until, availabilityVersion: { increment: 1 } },
      select: { userId: true, bookingState: true, pausedUntil: true, availabilityVersion: true },
    });
    await recordAuditEvent(tx, ctx, {
      action: "availability.paused",
      targetType: "user",
      targetId: mentorId,
      reason,
      before: { bookingState: before.bookingState },
      after: { bookingState: "paused", pausedUntil: until?.toISOString() ?? null },
    });
    await announce(tx, [
      {
        kind: "availability.updated",
        at: now,
        people: [mentorId],
        facts: {
          id: mentorId,
          version: after.availabilityVersion,
          bookingState: after.bookingState,
          changed: ["bookingState", "pausedUntil"],
        },
        texts: null,
      },
    ]);
    await tell(tx, [
      {
        kind: "availability.paused",
        key: `${mentorId} ${after.availabilityVersion}`,
        at: now,
        actorId: ctx.actor.id,
        people: { self: mentorId },
      },
    ]);
    return after;
  });
}
