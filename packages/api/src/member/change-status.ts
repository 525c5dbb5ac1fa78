import { randomUUID } from "node:crypto";
import { endAllAccess } from "@sundial/auth";
import type { DbTransaction } from "@sundial/db";
import { announceMember, recordAuditEvent, tell } from "@sundial/ledger";
import type { ChangeMemberStatusInput, UserStatus } from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { cancelFutureSessions } from "../office-session/cancel-future.ts";
import { inTransaction } from "../transaction.ts";
import { lockMember } from "./lock-member.ts";
import { memberDetailSelect } from "./view.ts";

/**
 * Sets an account's status, with a reason. A suspension ends all access at once and cancels
 * upcoming sessions; lifting it restores none of that. Inactive people can still read their own
 * data, and their bookings stay.
 *
 * Errors: those of `lockMember`; INVALID_TRANSITION when the account already has that status.
 */
export function changeMemberStatus(ctx: ServiceContext, input: ChangeMemberStatusInput) {
  const { status } = input;
  return inTransaction(ctx.db, async (tx) => {
    const before = await lockMember(tx, ctx, { ...input, permission: "member:changeStatus" });
    if (before.status === status) {
      throw new DomainError("INVALID_TRANSITION", `This account is already ${status}.`, { status });
    }
    const { after } = await setStatus(tx, ctx, { ...input, before, groupId: randomUUID() });
    return after;
  });
}

interface StatusChange extends Omit<ChangeMemberStatusInput, "version"> {
  before: { status: UserStatus };
  /** Shared by all events of the decision. */
  groupId: string;
}

/** Sets the status of a person whom the caller has locked, with everything that follows from it. */
export async function setStatus(tx: DbTransaction, ctx: ServiceContext, change: StatusChange) {
  const { id, status, reason, before, groupId } = change;
  const now = ctx.now();
  const after = await tx.user.update({
    where: { id },
    data: {
      status,
      statusReason: status === "active" ? null : reason,
      statusChangedAt: now,
      version: { increment: 1 },
    },
    select: memberDetailSelect,
  });
  const ended = status === "suspended" ? await endAccess(tx, ctx, { id, groupId, now }) : null;
  await recordAuditEvent(tx, ctx, {
    action: "member.statusChanged",
    targetType: "user",
    targetId: id,
    reason,
    groupId,
    before: { status: before.status },
    after: { status, ...ended },
  });
  await announceMember(tx, after, { changed: ["status"], at: now });
  await tell(tx, [
    {
      kind: "member.updated",
      key: `${id} ${after.version}`,
      at: now,
      actorId: ctx.actor.id,
      people: { self: id },
      data: { status },
    },
  ]);
  return { after, ended };
}

async function endAccess(
  tx: DbTransaction,
  ctx: ServiceContext,
  { id, groupId, now }: { id: string; groupId: string; now: Date },
) {
  const { calendarFeeds } = await endAllAccess(tx, { userId: id, now });
  const cancelled = await cancelFutureSessions(tx, ctx, {
    userId: id,
    reason: "party_suspended",
    groupId,
    now,
  });
  return { sessionsCancelled: cancelled, calendarFeedsRevoked: calendarFeeds };
}
