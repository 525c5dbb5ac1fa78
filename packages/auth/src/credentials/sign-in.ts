import { DomainError, type SignInInput, signInInput } from "@sundial/validators";
import { hashPassword, needsRehash, verifyPassword } from "../password.ts";
import { requireOwnProvider } from "../providers/bound-domains.ts";
import { issueConfirmation } from "./confirmation.ts";
import {
  addressKey,
  type CredentialContext,
  parseInput,
  queueAuthEmail,
  recordAuthEvent,
  recordSignInFailure,
  secondFactorRefused,
  suspendedAccount,
  wrongCredentials,
} from "./context.ts";
import { type FoundCredential, findCredential } from "./find-credential.ts";
import { awayReason, isAskedAbout, moveInPassword, oldSystemAway } from "./legacy-sign-in.ts";
import { type Start, type StartedSession, startSession } from "./start-session.ts";

/** A user who entered the right password, and the stored hash that it matched. */
interface Proven {
  user: FoundCredential["user"];
  password: NonNullable<FoundCredential["password"]>;
}

/**
 * Signs a user in with their address and password, plus a code if the account has 2FA.
 * Unless the password is right, the error is the same whatever is wrong. With the right password it
 * tells the reason.
 * Errors: INVALID_INPUT, PROVIDER_REQUIRED, INVALID_CREDENTIALS, SERVER_BUSY, ACCOUNT_SUSPENDED,
 * EMAIL_NOT_VERIFIED, PASSWORD_RESET_REQUIRED, SECOND_FACTOR_REQUIRED, SECOND_FACTOR_LOST, INVALID_CODE.
 */
export async function signIn(ctx: CredentialContext, body: unknown): Promise<StartedSession> {
  const input = parseInput(signInInput, body);
  requireOwnProvider(ctx.providers, input.email);
  // After a reset or a suspension in the meantime, this check no longer counts, so we start over.
  for (let tries = 0; tries < 3; tries++) {
    const proven = await provePassword(ctx, input);
    if (proven === null) continue;
    if (proven.user.status === "suspended") {
      await recordSignInFailure(ctx, proven.user.id, "suspended");
      throw suspendedAccount();
    }
    if (isUnverified(ctx, proven.user)) throw await unverified(ctx, proven);
    const start = await beginSession(ctx, proven, input);
    if (start === null) continue;
    if ("refused" in start) throw secondFactorRefused(start.refused);
    return start.session;
  }
  throw wrongCredentials();
}

/**
 * Does the same work for every address: one lookup, one hash, one event. Returns null when the user
 * changed in the meantime.
 */
async function provePassword(ctx: CredentialContext, input: SignInInput): Promise<Proven | null> {
  const found = await findCredential(ctx.db, { email: input.email });
  if (found !== null && isAskedAbout(ctx, found)) {
    const password = await moveInPassword(ctx, found, input.password);
    return password && { user: found.user, password };
  }
  const targetId = found?.user.id ?? addressKey(ctx, input.email);
  if (!found?.password) {
    // At once, as for somebody whose password is in the old system.
    const [away] = await Promise.all([awayReason(ctx), hashPassword(input.password)]);
    throw await refused(ctx, targetId, away, "no password");
  }
  const { user, password } = found;
  if (await verifyPassword({ hash: password.hash, password: input.password })) {
    return { user, password };
  }
  throw await refused(ctx, targetId, await awayReason(ctx), "wrong password");
}

/** The answer to every failed sign-in: while the old system is away, nobody can tell who is there. */
async function refused(
  ctx: CredentialContext,
  targetId: string,
  away: string | null,
  reason: string,
) {
  await recordSignInFailure(ctx, targetId, away ?? reason);
  return away === null ? wrongCredentials() : oldSystemAway();
}

/** Migrated users must confirm an unconfirmed address, even if new users don't have to. */
function isUnverified(ctx: CredentialContext, user: Proven["user"]) {
  return !user.emailVerified && (ctx.requireVerifiedEmail || user.mustVerifyEmail);
}

/** Returns null when the user changed after they were read. */
async function beginSession(
  ctx: CredentialContext,
  { user, password }: Proven,
  input: SignInInput,
): Promise<Start | null> {
  const newHash = needsRehash(password.hash) ? await hashPassword(input.password) : null;
  return ctx.db.$transaction(async (tx) => {
    const start = await startSession(tx, ctx, user, { code: input.code });
    if (start === null || "refused" in start || newHash === null) return start;
    // Of two first sign-ins at once, the later one finds the new hash and keeps it.
    const { count } = await tx.account.updateMany({
      where: { id: password.accountId, password: password.hash },
      data: { password: newHash },
    });
    if (count === 1) {
      await recordAuthEvent(tx, ctx, {
        action: "account.passwordRehashed",
        actor: user,
        targetId: user.id,
      });
    }
    return start;
  });
}

/** Emails a confirmation link to a user who entered the right password. */
async function unverified(ctx: CredentialContext, { user }: Proven) {
  await ctx.db.$transaction(async (tx) => {
    const link = await issueConfirmation(tx, ctx, user.email, { kind: "account", userId: user.id });
    await queueAuthEmail(tx, {
      template: "account.confirmAddress",
      recipient: user.email,
      data: link,
    });
    await recordAuthEvent(tx, ctx, {
      action: "account.signInFailed",
      actor: null,
      targetId: user.id,
      reason: "address not confirmed",
    });
  });
  return new DomainError(
    "EMAIL_NOT_VERIFIED",
    "Confirm your email address first. We sent you an email with a link.",
  );
}
