import type { Db } from "@sundial/db";
import { DAY } from "@sundial/validators/durations";

/** How long staff can see who was invited. */
const KEPT_MS = 180 * DAY;

const BATCH = 1_000;

/**
 * Deletes invitations half a year after their links ended, because they contain addresses. What
 * came of them is among the events. Returns their number.
 */
export async function forgetInvitations({ db, now }: { db: Db; now: Date }): Promise<number> {
  return db.$executeRaw`
    DELETE FROM invitations WHERE id IN (
      SELECT id FROM invitations WHERE expires_at < ${new Date(now.getTime() - KEPT_MS)}
       ORDER BY expires_at, id LIMIT ${BATCH})`;
}
