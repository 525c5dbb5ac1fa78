import { DomainError } from "@sundial/validators";
import { COGNITO } from "../cognito/legacy-account.ts";
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

/** Whether the user's password is still in the old system, and we may still ask that system. */
export function isAskedAbout(ctx: CredentialContext, found: FoundCredential): found is Legacy {
  return checkOf(ctx) !== null && found.legacyAccount !== null;
}

function checkOf({ legacyPasswordCheck: check, now }: CredentialContext) {
  return check !== null && now() < check.until ? check : null;
}

/**
 * Why the old system can't be asked now; null if it can, or isn't used. A sign-in that fails without
 * it asks, too, or an outage would tell whose passwords are still there. Once nobody's is, it isn't
 * asked any more.
 */
export async function awayReason(ctx: CredentialContext): Promise<string | null> {
  const check = checkOf(ctx);
  if (check === null) return null;
  const anybody = await ctx.db.account.findFirst({
    where: { providerId: COGNITO },
    select: { id: true },
  });
  if (anybody === null) return null;
  const said = await check.checkNobody();
  return said.answer === "unavailable" ? `old system: ${said.reason}` : null;
}

export function oldSystemAway() {
  return new DomainError("SERVER_BUSY", "You can't sign in right now. Try again in a moment.");
}

/**
 * Checks the password against the old system. If it's right, we store its hash here and never ask
 * the old system about this user again. Returns null when the user changed in the meantime, for
 * example in another first sign-in at the same moment.
 * Errors: INVALID_CREDENTIALS; PASSWORD_RESET_REQUIRED when the old system asks for more than the
 * password; SERVER_BUSY when it doesn't answer.
 */
export async function moveInPassword(ctx: CredentialContext, found: Legacy, typed: string) {
  const { user, legacyAccount } = found;
  const account = { userId: user.id, accountId: legacyAccount.accountId };
  // We always compute the hash, because every sign-in must take the same work.
  const [said, hash] = await Promise.all([
    ctx.legacyPasswordCheck?.check(account, typed),
    hashPassword(typed),
  ]);
  const reason = `old system: ${said && "reason" in said ? said.reason : "not configured"}`;
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
      throw oldSystemAway();
  }
}

async function keepPassword(ctx: CredentialContext, { user, legacyAccount }: Legacy, hash: string) {
  return ctx.db.$transaction(async (tx) => {
    // Only the request that deletes this row stores a password. A password reset deletes it first, too.
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

/** The password is right, but a user with 2FA in the old system can't sign in here without it. */
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
    "Your account was migrated. Use “Forgot your password?” to choose a new password.",
  );
}
