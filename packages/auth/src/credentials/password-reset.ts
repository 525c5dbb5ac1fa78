import type { DbTransaction } from "@sundial/db";
import { requestPasswordResetInput, resetPasswordInput } from "@sundial/validators";
import { HOUR } from "@sundial/validators/durations";
import { z } from "zod";
import { COGNITO } from "../cognito/legacy-account.ts";
import { issueOneTimeToken, redeemOneTimeToken, revokeOneTimeTokens } from "../one-time-token.ts";
import { hashPassword } from "../password.ts";
import { requireOwnProvider } from "../providers/bound-domains.ts";
import {
  type CredentialContext,
  invalidLink,
  parseInput,
  queueAuthEmail,
  recordAuthEvent,
  refuseCommonPassword,
} from "./context.ts";
import { findCredential } from "./find-credential.ts";
import { mailLink } from "./mail-link.ts";
import { proveMailbox } from "./prove-mailbox.ts";

/** How long a reset link is valid, in milliseconds. */
const RESET_WITHIN = HOUR;

/** Stored with the link, which is valid only for the address it was sent to. */
const resetLink = z.object({ email: z.string() });

const purpose = "account.resetPassword";

/**
 * Emails a link to set a new password, or a first one, if the address has an account. The response
 * is the same for every address. Suspended users and placeholder addresses get no email.
 * Errors: INVALID_INPUT.
 */
export async function requestPasswordReset(ctx: CredentialContext, body: unknown) {
  const { email } = parseInput(requestPasswordResetInput, body);
  await mailLink(ctx, email, {
    purpose,
    action: "account.passwordResetRequested",
    data: { email },
    lifetime: RESET_WITHIN,
  });
}

/**
 * Issues the token of a link that sets one user's password, valid for one address. Revokes their
 * earlier links.
 */
export async function issueResetToken(
  tx: DbTransaction,
  { subject, email, expiresAt }: { subject: string; email: string; expiresAt: Date },
): Promise<string> {
  await revokeOneTimeTokens(tx, { purpose, subject });
  return issueOneTimeToken(tx, { purpose, subject, data: { email }, expiresAt });
}

/**
 * Sets a new password using an emailed link. It ends all sessions, access tokens and calendar feeds,
 * and emails the owner. It doesn't sign anyone in, because sign-in may ask for 2FA. It also proves
 * that the user owns the mailbox. If that was unproven so far, someone else may have created the
 * account, so its 2FA and its connected providers are removed.
 * Errors: INVALID_INPUT, INVALID_LINK.
 */
export async function resetPassword(ctx: CredentialContext, body: unknown) {
  const { token, newPassword } = parseInput(resetPasswordInput, body);
  refuseCommonPassword(newPassword, "newPassword");
  const password = await hashPassword(newPassword);
  await ctx.db.$transaction(async (tx) => {
    const link = await redeemOneTimeToken(tx, { purpose, token, now: ctx.now() });
    if (link === null) throw invalidLink();
    const found = await findCredential(tx, { id: link.subject });
    if (found?.user.email !== resetLink.parse(link.data).email) throw invalidLink();
    requireOwnProvider(ctx.providers, found.user.email);
    const userId = found.user.id;
    const { apps } = await proveMailbox(tx, ctx, found.user);
    // The password of the old system stops working. Sign-in deletes this row first, too: taking the
    // locks in one order prevents a deadlock.
    await tx.account.deleteMany({ where: { userId, providerId: COGNITO } });
    await tx.account.upsert({
      where: { providerId_accountId: { providerId: "credential", accountId: userId } },
      create: { userId, accountId: userId, providerId: "credential", password },
      update: { password },
      select: { id: true },
    });
    await recordAuthEvent(tx, ctx, {
      action: "account.passwordReset",
      actor: found.user,
      targetId: userId,
    });
    await queueAuthEmail(tx, {
      template: "account.passwordChanged",
      recipient: found.user.email,
      data: { everythingEnded: true, secondFactorRemoved: apps > 0 },
    });
  });
}
