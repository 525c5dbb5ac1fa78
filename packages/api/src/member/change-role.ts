import { giveRole, rolesFor } from "@sundial/auth";
import type { ChangeMemberRoleInput } from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { requireNoFutureSessions } from "../office-session/cancel-future.ts";
import { inTransaction } from "../transaction.ts";
import { actorNow, lockMember } from "./lock-member.ts";
import { memberDetailSelect } from "./view.ts";

/**
 * Changes a person's role, with a reason. It applies from their next request, and their tokens end.
 * Program managers make mentors and mentees of each other; only admins make staff. A mentor with
 * upcoming sessions stays one until these are over or cancelled. People keep what they booked as a
 * mentee in any role.
 *
 * Errors: those of `lockMember`; FORBIDDEN when the actor can't give or take such a role;
 * INVALID_TRANSITION when they already have that role; HAS_FUTURE_SESSIONS with how many and which.
 */
export function changeMemberRole(ctx: ServiceContext, input: ChangeMemberRoleInput) {
  const { role, reason } = input;
  return inTransaction(ctx.db, async (tx) => {
    const member = await lockMember(tx, ctx, { ...input, permission: "member:changeRole" });
    if (member.role === role) {
      throw new DomainError("INVALID_TRANSITION", "They already have this role.", { role });
    }
    if (!rolesFor(await actorNow(tx, ctx.actor), member.role).includes(role)) {
      throw new DomainError(
        "FORBIDDEN",
        "Program managers can only make mentors and mentees of each other. Ask an admin.",
      );
    }
    if (member.role === "mentor") {
      await requireNoFutureSessions(tx, { userId: member.id, as: "mentor", now: ctx.now() });
    }
    await giveRole(tx, ctx, { member, role, reason, now: ctx.now() });
    return tx.user.findUniqueOrThrow({ where: { id: member.id }, select: memberDetailSelect });
  });
}
