import { COGNITO } from "@sundial/auth/cognito";
import type { DbTransaction } from "@sundial/db";
import { DomainError } from "@sundial/validators";
import type { PersonContext } from "../context.ts";

/** The rows of accounts that hold a password of ours or of the old system. */
export const PASSWORDS: string[] = ["credential", COGNITO];

/**
 * Call it after removing a way in, with the person locked.
 *
 * Errors: LAST_WAY_IN when nothing that is left opens the account.
 */
export async function requireOtherWayIn(tx: DbTransaction, { actor, providers }: PersonContext) {
  const accounts = await tx.account.count({
    where: {
      userId: actor.id,
      OR: [
        { password: { not: null } },
        { providerId: { in: [COGNITO, ...providers.map(({ id }) => id)] } },
      ],
    },
  });
  if (accounts > 0) return;
  if ((await tx.passkey.count({ where: { userId: actor.id } })) > 0) return;
  throw new DomainError(
    "LAST_WAY_IN",
    "This is the only way into your account. Choose a password or connect another one first.",
  );
}
