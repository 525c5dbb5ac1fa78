import { COMMON_PASSWORD_ISSUE, hashPassword, isCommonPassword, revokeAccess } from "@sundial/auth";
import { queueEmail, recordAuditEvent } from "@sundial/ledger";
import type { ChangePasswordInput } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { DomainError } from "../errors.ts";
import { inTransaction } from "../transaction.ts";
import { notYourPassword, requirePassword } from "./require-password.ts";

/**
 * Changes one's own password. Every other device and every token is signed out, and the owner gets a
 * mail. Errors: INVALID_CREDENTIALS, INVALID_INPUT for the same password
 * again or one that is guessed first.
 */
export async function changeAccountPassword(ctx: ServiceContext, input: ChangePasswordInput) {
  const { db, actor } = ctx;
  const { currentPassword, newPassword } = input;
  const current = await requirePassword(ctx, currentPassword);
  if (newPassword === currentPassword) throw refused("Choose another one than the current");
  if (isCommonPassword(newPassword)) throw refused(COMMON_PASSWORD_ISSUE);
  const password = await hashPassword(newPassword);
  await inTransaction(db, async (tx) => {
    const { count } = await tx.account.updateMany({
      where: { id: current.id, password: current.hash },
      data: { password },
    });
    // It was changed by another device a moment ago.
    if (count === 0) throw notYourPassword();
    await revokeAccess(tx, { userId: actor.id, exceptSessionId: actor.credentialId });
    await queueEmail(tx, {
      template: "account.passwordChanged",
      recipient: actor.email,
      data: {},
    });
    await recordAuditEvent(tx, ctx, {
      action: "account.passwordChanged",
      targetType: "user",
      targetId: actor.id,
    });
  });
  return { id: actor.id };
}

function refused(message: string) {
  return new DomainError("INVALID_INPUT", "Choose another password.", [
    { path: ["newPassword"], message },
  ]);
}
