import { recordAuditEvent } from "@sundial/ledger";
import type { ChangeMemberRoleInput } from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { requireNoFutureSessions } from "../office-session/cancel-future.ts";
import { inTransaction } from "../transaction.ts";
import { announceMember } from "./announce-member.ts";
import { lockMember } from "./lock-member.ts";
import { memberDetailSelect } from "./view.ts";

/**
 * Changes a person's role, with a reason. It applies from their next request, and their tokens end.
 * A mentor with upcoming sessions stays one until these are over or cancelled. People keep what
 * they booked as a mentee in any role.
 *
 * Errors: those of `lockMember`; INVALID_TRANSITION when they already have that role;
 * HAS_FUTURE_SESSIONS with how many and which.
 */
export function changeMemberRole(ctx: ServiceContext, input: ChangeMemberRoleInput) {
  const { id, role, reason } = input;
  return inTransaction(ctx.db, async (tx) => {
    const before = await lockMember(tx, ctx, { ...input, permission: "member:changeRole" });
    if (before.role === role) {
      throw new DomainError("INVALID_TRANSITION", "They already have this role.", { role });
    }
    if (before.role === "mentor") {
      await requireNoFutureSessions(tx, { userId: id, as: "mentor", now: ctx.now() });
    }
    const after = await tx.user.update({
      where: { id },
      data: { role, authEpoch: { increment: 1 }, version: { increment: 1 } },
      select: memberDetailSelect,
    });
    await recordAuditEvent(tx, ctx, {
      action: "member.roleChanged",
      targetType: "user",
      targetId: id,
      reason,
      before: { role: before.role },
      after: { role },
    });
    await announceMember(tx, after, { changed: ["role"], at: ctx.now() });
    return after;
  });
}
