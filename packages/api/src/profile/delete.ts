import { randomUUID } from "node:crypto";
import { type DbTransaction, lockPeople } from "@sundial/db";
import { announce, recordAuditEvent } from "@sundial/ledger";
import type { DeleteProfileInput, ForceDeleteProfileInput, ProfileKind } from "@sundial/validators";
import type { PersonContext, ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { cancelFutureSessions, requireNoFutureSessions } from "../office-session/cancel-future.ts";
import { inTransaction } from "../transaction.ts";

/**
 * Deletes the actor's profile of a kind; a mentor's hours go with it. Past sessions stay, and a new
 * profile can be created.
 *
 * Errors: NOT_FOUND when the profile doesn't exist; HAS_FUTURE_SESSIONS when sessions in that role
 * are upcoming.
 */
export function deleteProfile(ctx: PersonContext, { kind }: DeleteProfileInput) {
  const userId = ctx.actor.id;
  return inTransaction(ctx.db, async (tx) => {
    await lockPeople(tx, [userId]);
    await requireNoFutureSessions(tx, { userId, as: kind, now: ctx.now() });
    await deleteRow(tx, { userId, kind });
    await recordAuditEvent(tx, ctx, {
      action: "profile.deleted",
      targetType: "user",
      targetId: userId,
      before: { kind },
    });
    await announceDeleted(tx, { userId, kind, at: ctx.now() });
    return { id: userId };
  });
}

/**
 * Staff delete someone's profile, with a reason, which cancels upcoming sessions in that role.
 *
 * Errors: NOT_FOUND when the profile doesn't exist.
 */
export function forceDeleteProfile(ctx: ServiceContext, input: ForceDeleteProfileInput) {
  const { userId, kind, reason } = input;
  return inTransaction(ctx.db, async (tx) => {
    await lockPeople(tx, [ctx.actor.id, userId]);
    await deleteRow(tx, { userId, kind });
    const groupId = randomUUID();
    const sessionsCancelled = await cancelFutureSessions(tx, ctx, {
      userId,
      as: kind,
      reason: "pm_decision",
      groupId,
      now: ctx.now(),
    });
    await recordAuditEvent(tx, ctx, {
      action: "profile.deleted",
      targetType: "user",
      targetId: userId,
      reason,
      groupId,
      before: { kind },
      after: { sessionsCancelled },
    });
    await announceDeleted(tx, { userId, kind, at: ctx.now() });
    return { id: userId };
  });
}

function announceDeleted(
  tx: DbTransaction,
  { userId, kind, at }: { userId: string; kind: ProfileKind; at: Date },
) {
  const facts = { id: userId, profile: kind };
  return announce(tx, [{ kind: "profile.deleted", at, people: [userId], facts, texts: null }]);
}

async function deleteRow(
  tx: DbTransaction,
  { userId, kind }: { userId: string; kind: ProfileKind },
) {
  const where = { userId };
  const { count } =
    kind === "mentor"
      ? await tx.mentorProfile.deleteMany({ where })
      : await tx.menteeProfile.deleteMany({ where });
  if (count === 0) throw notFound();
}
