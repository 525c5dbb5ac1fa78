import { newRecoveryCodes } from "@sundial/auth";
import type { DbTransaction } from "@sundial/db";

/** Replaces a person's recovery codes and returns the new ones to show. */
export async function replaceRecoveryCodes(
  tx: DbTransaction,
  { userId, now }: { userId: string; now: Date },
) {
  const { codes, codeHashes } = newRecoveryCodes();
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({
    data: codeHashes.map((codeHash) => ({ codeHash, userId, createdAt: now })),
  });
  return codes;
}
