import type { Db } from "@sundial/db";
import { inTransaction } from "../transaction.ts";
import { applyDueTransitions, findDue } from "./due.ts";
import { forgottenBefore } from "./idempotency.ts";

/** Any number, as long as every server locks the same one. */
const LOCK = 5_417_002;
const BATCH = 50;

/**
 * Brings the stored sessions up to the clock, batch by batch, and forgets old idempotency keys. Run
 * it every minute or so, on as many servers as you like: of several at once, one does the work.
 */
export async function sweepOfficeSessions({ db, now }: { db: Db; now: Date }) {
  const swept = { expired: 0, completed: 0 };
  // Mostly there is nothing, and one look tells so.
  const due = await findDue(db, now);
  while (due.sessions) {
    const batch = await inTransaction(db, async (tx) => {
      const [lock] = await tx.$queryRaw<{ mine: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(${LOCK}::bigint) AS mine`;
      return lock?.mine ? applyDueTransitions(tx, { now, limit: BATCH }) : null;
    });
    if (batch === null) break;
    swept.expired += batch.expired;
    swept.completed += batch.completed;
    if (batch.expired + batch.completed < BATCH) break;
  }
  if (due.keys) {
    await db.idempotencyKey.deleteMany({ where: { createdAt: { lte: forgottenBefore(now) } } });
  }
  return swept;
}
