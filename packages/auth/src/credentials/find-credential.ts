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

/** A user and their password, if they have one. */
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
    /** Set if the user was migrated and the password is still in the old system. */
    legacyAccount: credential === undefined && legacyAccount ? legacyAccount : null,
  };
}

export type FoundCredential = NonNullable<Awaited<ReturnType<typeof findCredential>>>;
