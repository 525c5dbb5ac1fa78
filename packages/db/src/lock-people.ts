import type { DbTransaction } from "./client.ts";
import { Prisma } from "./generated/prisma/client.ts";

/**
 * Locks these people until the transaction ends, in the order of their ids, so two transactions
 * can't deadlock. Until then, their role and status can't change, and nobody else can book or move
 * a session of theirs or use one of their codes. Lock people before sessions.
 */
export async function lockPeople(tx: DbTransaction, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT id FROM users WHERE id IN (${Prisma.join([...ids])}) ORDER BY id FOR NO KEY UPDATE`;
}
