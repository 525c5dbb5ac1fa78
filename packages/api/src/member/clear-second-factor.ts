import { endAllAccess } from "@sundial/auth";
import { recordAuditEvent } from "@sundial/ledger";
import type { ChangeMemberInput } from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { dropSecondFactor } from "../second-factor/change.ts";
import { inTransaction } from "../transaction.ts";
import { lockMember } from "./lock-member.ts";
import { memberDetailSelect } from "./view.ts";

/**
 * Removes 2FA from an account, with a reason, so its owner can sign in with the password and set it
 * up again. Staff verify the person first. All their sessions and tokens end, because someone may
 * have used a stolen phone, and they get an email.
 *
 * Errors: those of `lockMember`; INVALID_TRANSITION when the account has no 2FA.
 */
export function clearMemberSecondFactor(ctx: ServiceContext, input: ChangeMemberInput) {
  const { id, reason } = input;
  return inTransaction(ctx.db, async (tx) => {
    const permission = "member:clearSecondFactor";
    const before = await lockMember(tx, ctx, { ...input, permission });
    const lost = before.mustEnrolFactor;
    if (!lost && before._count.totpFactors === 0) {
      throw new DomainError(
        "INVALID_TRANSITION",
        "This account doesn't use two-factor authentication.",
      );
    }
    await dropSecondFactor(tx, { userId: id, recipient: before.email, everythingEnded: true });
    await endAllAccess(tx, { userId: id, now: ctx.now() });
    const after = await tx.user.update({
      where: { id },
      data: { mustEnrolFactor: false, version: { increment: 1 } },
      select: memberDetailSelect,
    });
    await recordAuditEvent(tx, ctx, {
      action: "member.secondFactorCleared",
      targetType: "user",
      targetId: id,
      reason,
      before: { secondFactor: lost ? "not moved here" : "authenticator app" },
    });
    return after;
  });
}
