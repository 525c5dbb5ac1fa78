import { newRecoveryCodes } from "@sundial/auth";
import type { DbTransaction } from "@sundial/db";

/** Gives a person new recovery codes in place of any from before, and returns them to be shown. */
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
