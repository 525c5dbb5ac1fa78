import type { DbTransaction } from "./client.ts";
import { Prisma } from "./generated/prisma/client.ts";

/**
 * Locks these people until the transaction ends, in the order of their IDs, so that two transactions
 * never wait for each other in a circle. Until then their role and status don't change, and nobody
 * else books or moves a session of theirs or takes one of their codes. Lock people before sessions.
 */
export async function lockPeople(tx: DbTransaction, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT id FROM users WHERE id IN (${Prisma.join([...ids])}) ORDER BY id FOR NO KEY UPDATE`;
}
