import { randomUUID } from "node:crypto";
import { giveRole, openInvitation, settleInvitation } from "@sundial/auth";
import { type AcceptInvitationInput, DomainError, mayAccept } from "@sundial/validators";
import type { PersonContext } from "../context.ts";
import { lockSelf } from "../lock-self.ts";
import { requireNoFutureSessions } from "../office-session/cancel-future.ts";
import { inTransaction } from "../transaction.ts";
import { deadLink } from "./service.ts";

/**
 * Accepts an invitation with the actor's own account, whatever its address: who has the link could
 * as well create an account with it. The account gets the role, and never a lesser one.
 *
 * Errors: UNAUTHORIZED when the actor has been erased; INVALID_LINK; INVALID_TRANSITION when the
 * actor's role allows more than the invitation's; HAS_FUTURE_SESSIONS when the actor is a mentor
 * with upcoming sessions and would become staff.
 */
export function acceptInvitation(ctx: PersonContext, { token }: AcceptInvitationInput) {
  const { actor } = ctx;
  const now = ctx.now();
  return inTransaction(ctx.db, async (tx) => {
    await lockSelf(tx, ctx);
    const invitation = await openInvitation(tx, { token, now });
    if (invitation === null) throw deadLink();
    const self = await tx.user.findUniqueOrThrow({
      where: { id: actor.id },
      select: { id: true, role: true },
    });
    const { role } = invitation;
    if (!mayAccept({ current: self.role, invited: role })) {
      throw new DomainError(
        "INVALID_TRANSITION",
        "Your account may do more than this invitation offers. Use another account.",
        { role: self.role },
      );
    }
    const groupId = randomUUID();
    const user = { id: actor.id, role: self.role };
    if (!(await settleInvitation(tx, ctx, { token, user, groupId, now }))) throw deadLink();
    if (self.role !== role) {
      if (self.role === "mentor") {
        await requireNoFutureSessions(tx, { userId: actor.id, as: "mentor", now });
      }
      await giveRole(tx, ctx, { member: self, role, reason: "Invitation accepted", groupId, now });
    }
    return { role };
  });
}
