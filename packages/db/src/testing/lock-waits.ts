import type { Db, DbTransaction } from "../client.ts";

/**
 * Whether a statement in this database waits for a lock. Works inside a transaction, too: Postgres
 * shows a transaction the same activity until its end, so what it has seen is forgotten first.
 */
export async function isSomeoneWaiting(db: Db | DbTransaction): Promise<boolean> {
  await db.$executeRaw`SELECT pg_stat_clear_snapshot()`;
  const waiting = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock' LIMIT 1`;
  return waiting.length > 0;
}
