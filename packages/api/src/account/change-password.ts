import {
  COMMON_PASSWORD_ISSUE,
  dropPendingChanges,
  hashPassword,
  isCommonPassword,
  revokeAccess,
} from "@sundial/auth";
import { queueEmail, recordAuditEvent } from "@sundial/ledger";
import type { ChangePasswordInput } from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import type { PersonContext } from "../context.ts";
import { notYourPassword, requireStoredPassword } from "../require-password.ts";
import { inTransaction } from "../transaction.ts";

/**
 * Changes the actor's password. Signs out every other device and gives this one a new session
 * token. Ends access tokens, password reset links and a pending change of address. Sends the owner
 * an email. People without a password get their first from the link of a reset, which proves their
 * mailbox.
 *
 * Errors: INVALID_CREDENTIALS when the current password is wrong, or there is none; INVALID_INPUT when the new one is
 * the same or common.
 */
export async function changeAccountPassword(ctx: PersonContext, input: ChangePasswordInput) {
  const { db, actor } = ctx;
  const { currentPassword, newPassword } = input;
  const current = await requireStoredPassword(ctx, currentPassword);
  if (newPassword === currentPassword) throw refused("Choose another one than the current");
  if (isCommonPassword(newPassword)) throw refused(COMMON_PASSWORD_ISSUE);
  const password = await hashPassword(newPassword);
  const cookie = await inTransaction(db, async (tx) => {
    const { count } = await tx.account.updateMany({
      where: { id: current.id, password: current.hash },
      data: { password },
    });
    // Another device changed it a moment ago.
    if (count === 0) throw notYourPassword();
    await revokeAccess(tx, { userId: actor.id, exceptSessionId: actor.credentialId });
    await dropPendingChanges(tx, actor.id);
    await queueEmail(tx, {
      template: "account.passwordChanged",
      recipient: actor.email,
      data: { everythingEnded: false, secondFactorRemoved: false },
    });
    await recordAuditEvent(tx, ctx, {
      action: "account.passwordChanged",
      targetType: "user",
      targetId: actor.id,
    });
    return ctx.renewSession(tx, { sessionId: actor.credentialId, now: ctx.now() });
  });
  if (cookie !== null) ctx.responseHeaders.append("set-cookie", cookie);
  return { id: actor.id };
}

function refused(message: string) {
  return new DomainError("INVALID_INPUT", "Choose a different password.", [
    { path: ["newPassword"], message },
  ]);
}
