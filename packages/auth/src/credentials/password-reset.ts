import type { DbTransaction } from "@sundial/db";
import { requestPasswordResetInput, resetPasswordInput } from "@sundial/validators";
import { z } from "zod";
import { COGNITO } from "../cognito/legacy-account.ts";
import { issueOneTimeToken, redeemOneTimeToken, revokeOneTimeTokens } from "../one-time-token.ts";
import { hashPassword } from "../password.ts";
import { revokeAccess } from "../revoke-access.ts";
import {
  addressKey,
  type CredentialContext,
  invalidLink,
  parseInput,
  queueAuthMail,
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
 * is the same for all addresses. No mail goes to suspended people, to accounts that sign in
 * elsewhere only, and to placeholder addresses.
 * @throws INVALID_INPUT
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
      ...{ action: "account.passwordResetRequested", actor: null, targetId: subject },
    });
    if (found === null || found.user.status === "suspended" || found.hasOnlyOtherWaysIn) return;
    await queueAuthMail(tx, ctx, {
      ...{ template: "account.resetPassword", recipient: email, data: { token, expiresAt } },
    });
  });
}

/** Issues the token of a link that sets a new password: of one person, at one address. */
export function issueResetToken(
  tx: DbTransaction,
  { subject, email, expiresAt }: { subject: string; email: string; expiresAt: Date },
): Promise<string> {
  return issueOneTimeToken(tx, { purpose, subject, data: { email }, expiresAt });
}

/**
 * Sets a new password with the link of a mail. That also proves the mailbox. Whoever was signed in
 * is out, tokens included, and the owner hears of it. Nobody is signed in by it: what else guards a
 * sign-in is still asked for.
 * @throws INVALID_INPUT, INVALID_LINK
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
    await revokeAccess(tx, { userId });
    await revokeOneTimeTokens(tx, { purpose, subject: userId });
    await recordAuthEvent(tx, ctx, {
      ...{ action: "account.passwordReset", actor: found.user, targetId: userId },
    });
    await queueAuthMail(tx, ctx, {
      ...{ template: "account.passwordChanged", recipient: found.user.email, data: {} },
    });
  });
}
