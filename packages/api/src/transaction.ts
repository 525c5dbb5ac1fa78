import { setTimeout as sleep } from "node:timers/promises";
import { type Db, type DbTransaction, isRetryableConflict } from "@sundial/db";
import { DomainError } from "@sundial/validators";

const ATTEMPTS = 4;

/**
 * One transaction at READ COMMITTED. Deadlocks and serialization failures roll back completely, so
 * they are retried up to three times.
 *
 * Errors: DATABASE_UNAVAILABLE (503) when the retries fail, too.
 */
export async function inTransaction<Result>(
  db: Db,
  work: (tx: DbTransaction) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.$transaction(work);
    } catch (error) {
      if (!isRetryableConflict(error)) throw error;
      if (attempt === ATTEMPTS) {
        throw new DomainError("DATABASE_UNAVAILABLE", "Too busy right now. Try again.");
      }
      await sleep(2 ** attempt * (10 + Math.random() * 20));
    }
  }
}
