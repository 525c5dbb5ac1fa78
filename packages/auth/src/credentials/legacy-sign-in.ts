import { DomainError } from "@sundial/validators";
import { hashPassword } from "../password.ts";
import {
  type CredentialContext,
  recordAuthEvent,
  recordSignInFailure,
  suspendedAccount,
  wrongCredentials,
} from "./context.ts";
import type { FoundCredential } from "./find-credential.ts";

type Legacy = FoundCredential & { legacyAccount: NonNullable<FoundCredential["legacyAccount"]> };

/** Whether the password of a person is still where they came from, and that may be asked today. */
export function isAskedAbout(ctx: CredentialContext, found: FoundCredential): found is Legacy {
  const check = ctx.legacyPasswordCheck;
  return check !== null && ctx.now() < check.until && found.legacyAccount !== null;
}

/**
 * Asks where a person came from whether the password is theirs. If it is, it is theirs here too from
 * now on, and nobody there is asked again. Null when the person changed meanwhile, as by another
 * first sign-in at the same moment.
 * Errors: INVALID_CREDENTIALS; PASSWORD_RESET_REQUIRED when more than the password is asked for there,
 * which cannot be asked here; 503 when there is no answer.
 */
export async function moveInPassword(ctx: CredentialContext, found: Legacy, typed: string) {
  const { user, legacyAccount } = found;
  const account = { userId: user.id, accountId: legacyAccount.accountId };
  // The hash is made in any case, so that the work is that of every other sign-in.
  const [said, hash] = await Promise.all([
    ctx.legacyPasswordCheck?.check(account, typed),
    hashPassword(typed),
  ]);
  const reason = `where the account came from: ${said && "reason" in said ? said.reason : "nobody"}`;
  switch (said?.answer) {
    case "right":
      return keepPassword(ctx, found, hash);
    case "wrong":
      await recordSignInFailure(ctx, user.id, reason);
      throw wrongCredentials();
    case "challenged":
      throw await refuseChallenged(ctx, found, reason, said.isSecondFactor);
    default:
      await recordSignInFailure(ctx, user.id, reason);
      throw new DomainError(
        "SERVER_BUSY",
        "Signing in isn’t possible right now. Please try again in a moment.",
      );
  }
}

async function keepPassword(ctx: CredentialContext, { user, legacyAccount }: Legacy, hash: string) {
  return ctx.db.$transaction(async (tx) => {
    // Only the request that removes the mark may store a password. A reset also removes it first.
    const { count } = await tx.account.deleteMany({ where: { id: legacyAccount.id } });
    if (count === 0) return null;
    const { id } = await tx.account.create({
      data: { userId: user.id, accountId: user.id, providerId: "credential", password: hash },
      select: { id: true },
    });
    await recordAuthEvent(tx, ctx, {
      action: "account.passwordMovedIn",
      actor: user,
      targetId: user.id,
    });
    return { accountId: id, hash };
  });
}

/** The password is right, but a user who had 2FA in the pool must not get in without it here. */
async function refuseChallenged(
  ctx: CredentialContext,
  { user }: Legacy,
  reason: string,
  isSecondFactor: boolean,
) {
  await ctx.db.$transaction(async (tx) => {
    if (isSecondFactor) {
      await tx.user.updateMany({ where: { id: user.id }, data: { mustEnrolFactor: true } });
    }
    await recordAuthEvent(tx, ctx, {
      action: "account.signInFailed",
      actor: null,
      targetId: user.id,
      reason,
    });
  });
  if (user.status === "suspended") return suspendedAccount();
  return new DomainError(
    "PASSWORD_RESET_REQUIRED",
    "Your account has moved here. Use “Forgot your password?” to choose a new password.",
  );
}
