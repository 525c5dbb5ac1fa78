import { newServiceAccountKey } from "@sundial/auth";
import type { DbTransaction, Prisma } from "@sundial/db";
import { queueEmail } from "@sundial/ledger";
import { DAY } from "@sundial/validators/durations";

/** How long before a key expires its owner is told. */
const WARNING = 7 * DAY;

/** A key without its secret. */
export const keySelect = {
  id: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
  lastUsedFrom: true,
} satisfies Prisma.ServiceAccountKeySelect;

interface NewKey {
  account: { id: string; name: string; ownerEmail: string };
  lifetimeDays: number;
  now: Date;
}

/**
 * Adds a key to a service account and returns it, this once; only a digest is stored. Its owner
 * gets an email when the key is about to expire.
 */
export async function addKey(tx: DbTransaction, { account, lifetimeDays, now }: NewKey) {
  const { token, tokenHash } = newServiceAccountKey();
  const expiresAt = new Date(now.getTime() + lifetimeDays * DAY);
  const key = await tx.serviceAccountKey.create({
    data: { serviceAccountId: account.id, keyHash: tokenHash, createdAt: now, expiresAt },
    select: keySelect,
  });
  await queueEmail(tx, {
    template: "account.serviceKeyExpires",
    recipient: account.ownerEmail,
    dueAt: new Date(expiresAt.getTime() - WARNING),
    data: { name: account.name, serviceKeyId: key.id, expiresAt },
  });
  return { ...key, key: token };
}
