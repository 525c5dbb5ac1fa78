import { type Db, tryLockTask } from "@sundial/db";
import { forgottenBefore } from "../idempotency.ts";
import { inTransaction } from "../transaction.ts";
import { applyDueTransitions, findDue } from "./due.ts";

const BATCH = 50;

/**
 * Saves automatic transitions of sessions, batch by batch, and deletes old idempotency keys. Run it
 * every minute or so, on as many servers as you like: only one at a time does the work.
 */
export async function sweepOfficeSessions({ db, now }: { db: Db; now: Date }) {
  const swept = { expired: 0, completed: 0 };
  // Usually nothing is due, and one query tells.
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
