import type { DbTransaction } from "@sundial/db";

/**
 * Signs a person out: deletes their sessions (but the one that asks, if given) and raises their
 * epoch, which ends the access tokens they hold. In the transaction of whatever the reason is.
 */
export async function revokeAccess(
  tx: DbTransaction,
  { userId, exceptSessionId }: { userId: string; exceptSessionId?: string },
): Promise<void> {
  await tx.user.update({
    where: { id: userId },
    data: { authEpoch: { increment: 1 } },
    select: { id: true },
  });
  await tx.session.deleteMany({ where: { userId, id: { not: exceptSessionId } } });
}
