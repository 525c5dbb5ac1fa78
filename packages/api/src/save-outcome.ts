import { setTimeout as sleep } from "node:timers/promises";
import { databaseFailure } from "@sundial/db";

/** Milliseconds between attempts to save the outcome of something that was sent. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 10_000;

/**
 * Saves the outcome of something that was sent, again and again while the database is unreachable,
 * whatever the last try did: so saving the same outcome twice must do no harm. Ends at `until`, on
 * the clock of `performance`, which is before somebody else may send the same thing.
 *
 * Errors: the database's, once the time is over.
 */
export async function saveOutcome<Result>(until: number, save: () => Promise<Result>) {
  for (let wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
    try {
      return await save();
    } catch (error) {
      const isOver = performance.now() + wait > until;
      if (databaseFailure(error) === null || isOver) throw error;
      await sleep(wait);
    }
  }
}
