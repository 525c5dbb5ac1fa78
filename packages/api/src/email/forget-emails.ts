import type { Db } from "@sundial/db";
import { DAY } from "@sundial/validators/durations";

/** How long the outcome of an email stays visible. */
const KEPT_MS = 30 * DAY;

/**
 * Deletes emails that were sent or given up, a month after they were due, because they contain
 * addresses.
 */
export async function forgetEmails({ db, now }: { db: Db; now: Date }): Promise<number> {
  const { count } = await db.emailOutbox.deleteMany({
    where: {
      status: { in: ["sent", "dropped", "failed"] },
      dueAt: { lt: new Date(now.getTime() - KEPT_MS) },
    },
  });
  return count;
}
