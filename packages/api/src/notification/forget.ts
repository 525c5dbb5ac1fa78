import type { Db } from "@sundial/db";
import { DAY } from "@sundial/validators/durations";

const BATCH = 1_000;

/** How long they stay in the list. */
const KEPT = 90 * DAY;

/** Deletes old notifications, read or not, batch by batch. Returns how many. */
export async function forgetNotifications({ db, now }: { db: Db; now: Date }): Promise<number> {
  const before = new Date(now.getTime() - KEPT);
  let forgotten = 0;
  for (;;) {
    const count = await db.$executeRaw`
      DELETE FROM notifications WHERE id IN (
        SELECT id FROM notifications WHERE created_at < ${before}
         ORDER BY created_at, id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`;
    forgotten += count;
    if (count < BATCH) return forgotten;
  }
}
