import { type Db, tryLockTask } from "@sundial/db";
import { inTransaction } from "../transaction.ts";
import { applyDueTransitions, findDue } from "./due.ts";
import { forgottenBefore } from "./idempotency.ts";

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
      const isMine = await tryLockTask(tx, "sessionSweep");
      return isMine ? applyDueTransitions(tx, { now, limit: BATCH }) : null;
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
