import { takeSecondFactorCode } from "@sundial/auth";
import type { DbTransaction } from "@sundial/db";
import { DomainError, type IdentityProof } from "@sundial/validators";
import type { PersonContext } from "./context.ts";
import { findPassword, hasSignedInRecently, requirePassword } from "./require-password.ts";

interface Given {
  password?: string | undefined;
  code?: string | undefined;
}

/**
 * The proof that the actor owes: nothing within ten minutes of signing in, which took the password
 * and, with 2FA, a code. People without a password owe such a recent sign-in.
 */
export async function proofOwed(ctx: PersonContext): Promise<IdentityProof> {
  if (await hasSignedInRecently(ctx)) return "nothing";
  if ((await findPassword(ctx)) === null) return "recentSignIn";
  return (await hasFactor(ctx)) ? "passwordAndCode" : "password";
}

async function hasFactor({ db, actor }: PersonContext) {
  return (
    (await db.totpFactor.count({ where: { userId: actor.id, verifiedAt: { not: null } } })) > 0
  );
}

/**
 * Checks the password, and returns what checks the code in the transaction of the change: false for
 * a wrong code, after which the caller must still commit, because wrong codes are counted.
 *
 * Errors: INVALID_CREDENTIALS when the password is wrong or missing; SECOND_FACTOR_REQUIRED when
 * the code is missing; RECENT_SIGN_IN_REQUIRED when the actor has no password and signed in more
 * than ten minutes ago.
 */
export async function confirmIdentity(ctx: PersonContext, { password, code }: Given) {
  const owed = await proofOwed(ctx);
  if (owed === "nothing") return async () => true;
  await requirePassword(ctx, password);
  if (owed !== "passwordAndCode") return async () => true;
  if (code === undefined) {
    throw new DomainError("SECOND_FACTOR_REQUIRED", "Enter a code from your authenticator app.");
  }
  const presented = { userId: ctx.actor.id, code };
  return async (tx: DbTransaction) => {
    const tools = { totpSecrets: ctx.totpSecrets, now: ctx.now() };
    return (await takeSecondFactorCode(tx, tools, presented)) !== null;
  };
}
