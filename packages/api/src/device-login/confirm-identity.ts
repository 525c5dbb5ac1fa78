import { takeSecondFactorCode } from "@sundial/auth";
import type { Db, DbTransaction } from "@sundial/db";
import { DomainError, type IdentityProof } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import type { PersonContext } from "../context.ts";
import { requirePassword } from "../require-password.ts";

const RECENT_MS = 10 * MINUTE;

interface Given {
  password?: string | undefined;
  code?: string | undefined;
}

/**
 * The proof that the actor owes: nothing within ten minutes of signing in, which took the password
 * and, with 2FA, a code.
 */
export async function proofOwed({ db, actor, now }: PersonContext): Promise<IdentityProof> {
  const session = await db.session.findUnique({
    where: { id: actor.credentialId },
    select: { createdAt: true },
  });
  const age = session === null ? Number.POSITIVE_INFINITY : now().getTime() - +session.createdAt;
  if (age < RECENT_MS) return "nothing";
  return (await hasFactor(db, actor.id)) ? "passwordAndCode" : "password";
}

async function hasFactor(db: Db, userId: string) {
  return (await db.totpFactor.count({ where: { userId, verifiedAt: { not: null } } })) > 0;
}

/**
 * Checks the password, and returns what checks the code in the transaction of the change: false for
 * a wrong code, after which the caller must still commit, because wrong codes are counted.
 *
 * Errors: INVALID_CREDENTIALS when the password is wrong or missing; SECOND_FACTOR_REQUIRED when
 * the code is missing.
 */
export async function confirmIdentity(ctx: PersonContext, { password, code }: Given) {
  const owed = await proofOwed(ctx);
  if (owed === "nothing") return async () => true;
  if (password === undefined) {
    throw new DomainError("INVALID_CREDENTIALS", "Enter your password to confirm that it's you.");
  }
  await requirePassword(ctx, password);
  if (owed === "password") return async () => true;
  if (code === undefined) {
    throw new DomainError("SECOND_FACTOR_REQUIRED", "Enter a code from your authenticator app.");
  }
  const presented = { userId: ctx.actor.id, code };
  return async (tx: DbTransaction) => {
    const tools = { totpSecrets: ctx.totpSecrets, now: ctx.now() };
    return (await takeSecondFactorCode(tx, tools, presented)) !== null;
  };
}
