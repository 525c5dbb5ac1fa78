import type { DbTransaction } from "@sundial/db";
import { requestPasswordResetInput, resetPasswordInput } from "@sundial/validators";
import { z } from "zod";
import { COGNITO } from "../cognito/legacy-account.ts";
import { issueOneTimeToken, redeemOneTimeToken, revokeOneTimeTokens } from "../one-time-token.ts";
import { hashPassword } from "../password.ts";
import { endAllAccess } from "../revoke-access.ts";
import { deleteSecondFactor } from "../second-factor/second-factor.ts";
import {
  addressKey,
  type CredentialContext,
  invalidLink,
  parseInput,
  queueAuthEmail,
  recordAuthEvent,
  refuseCommonPassword,
} from "./context.ts";
import { findCredential } from "./find-credential.ts";

/** How long the link of a forgotten password works, in milliseconds. */
const RESET_WITHIN = 60 * 60 * 1000;

/** What the link remembers: it is for the address it was sent to, and for no later one. */
const resetLink = z.object({ email: z.string() });

const purpose = "account.resetPassword";

/**
 * Sends a link to set a new password, if the address has an account that may want one. The answer
 * is the same for all addresses. No email goes to suspended people, to accounts that sign in
 * elsewhere only, and to placeholder addresses.
 * Errors: INVALID_INPUT.
 */
export async function requestPasswordReset(ctx: CredentialContext, body: unknown) {
  const { email } = parseInput(requestPasswordResetInput, body);
  await ctx.db.$transaction(async (tx) => {
    const found = await findCredential(tx, { email });
    const expiresAt = new Date(ctx.now().getTime() + RESET_WITHIN);
    const subject = found?.user.id ?? addressKey(ctx, email);
    // Also without an account, when nobody gets it: the same work, the same rows.
    const token = await issueResetToken(tx, { subject, email, expiresAt });
    await recordAuthEvent(tx, ctx, {
      action: "account.passwordResetRequested",
      actor: null,
      targetId: subject,
    });
    if (found === null || found.user.status === "suspended" || found.hasOnlyOtherWaysIn) return;
    await queueAuthEmail(tx, {
      template: "account.resetPassword",
      recipient: email,
      data: { token, expiresAt },
    });
  });
}

/**
 * Issues the token of a link that sets a new password: of one person, at one address. Links from
 * before open nothing any more.
 */
export async function issueResetToken(
  tx: DbTransaction,
  { subject, email, expiresAt }: { subject: string; email: string; expiresAt: Date },
): Promise<string> {
  await revokeOneTimeTokens(tx, { purpose, subject });
  return issueOneTimeToken(tx, { purpose, subject, data: { email }, expiresAt });
}

/**
 * Sets a new password with the link of an email. Everything that acts for the person or shows what is
 * theirs ends, and the owner hears of it. Nobody is signed in by it: what else guards a sign-in is
 * still asked for. It also proves the mailbox; until it is proven for the first time, the account
 * may have been set up by somebody else, so its 2FA is removed too.
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
    const userId = found.user.id;
    await tx.user.update({
      where: { id: userId },
      data: { emailVerified: true },
      select: { id: true },
    });
    // What opened the account where it came from opens nothing any more. First, as in sign-in: two
    // at once wait for each other here and not in a circle.
    await tx.account.deleteMany({ where: { userId, providerId: COGNITO } });
    await tx.account.upsert({
      where: { providerId_accountId: { providerId: "credential", accountId: userId } },
      create: { userId, accountId: userId, providerId: "credential", password },
      update: { password },
      select: { id: true },
    });
    await endAllAccess(tx, { userId, now: ctx.now() });
    await recordAuthEvent(tx, ctx, {
      action: "account.passwordReset",
      actor: found.user,
      targetId: userId,
    });
    const apps = found.user.emailVerified ? 0 : await deleteSecondFactor(tx, userId);
    if (apps > 0) {
      await recordAuthEvent(tx, ctx, {
        action: "secondFactor.removed",
        actor: found.user,
        targetId: userId,
        reason: "set up before the mailbox was proven",
      });
    }
    await queueAuthEmail(tx, {
      template: "account.passwordChanged",
      recipient: found.user.email,
      data: { everythingEnded: true, secondFactorRemoved: apps > 0 },
    });
  });
}
