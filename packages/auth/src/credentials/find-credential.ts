import type { DbTransaction, Prisma } from "@sundial/db";
import { COGNITO } from "../cognito/legacy-account.ts";

const credentialSelect = {
  id: true,
  email: true,
  emailVerified: true,
  mustVerifyEmail: true,
  role: true,
  status: true,
  authEpoch: true,
  accounts: { select: { id: true, providerId: true, accountId: true, password: true } },
} as const satisfies Prisma.UserSelect;

/** A person and the password they have, if any: what sign-in and its kin decide upon. */
export async function findCredential(tx: DbTransaction, where: Prisma.UserWhereUniqueInput) {
  const found = await tx.user.findUnique({ where, select: credentialSelect });
  if (found === null) return null;
  const { accounts, ...user } = found;
  const credential = accounts.find(
    ({ providerId, accountId }) => providerId === "credential" && accountId === user.id,
  );
  const legacyAccount = accounts.find(({ providerId }) => providerId === COGNITO);
  return {
    user,
    password: credential?.password ? { accountId: credential.id, hash: credential.password } : null,
    /** Migrated without the password, which is still in the old system. */
    legacyAccount: credential === undefined && legacyAccount ? legacyAccount : null,
    /** Signs in somewhere else only: there is no password to forget. */
    hasOnlyOtherWaysIn: accounts.length > 0 && credential === undefined && !legacyAccount,
  };
}

export type FoundCredential = NonNullable<Awaited<ReturnType<typeof findCredential>>>;
