import type { Db } from "@sundial/db";
import { DAY } from "@sundial/validators/durations";
import { inTransaction } from "../transaction.ts";
import { type ChangedSession, queueForParties } from "./queue-session-emails.ts";

const BATCH = 50;

/**
 * Queues a reminder to both parties of each scheduled session that starts within a day, once for
 * its current version, which is saved with the session. A session booked or moved less than a day
 * ahead gets none, because the parties have just had an email about that time. Run it every minute
 * or so. Returns the number of sessions.
 */
export async function queueReminders({ db, now }: { db: Db; now: Date }): Promise<number> {
  const dayAhead = new Date(now.getTime() + DAY);
  const sessions = await db.$queryRaw<
    { id: string; version: number; mentorId: string; menteeId: string }[]
  >`
    SELECT id, version, mentor_id AS "mentorId", mentee_id AS "menteeId"
      FROM office_sessions
     WHERE status = 'scheduled' AND reminded_version IS DISTINCT FROM version
       AND starts_at > ${now} AND starts_at <= ${dayAhead}
       AND updated_at <= starts_at - interval '1 day'
     ORDER BY starts_at, id LIMIT ${BATCH}`;
  let reminded = 0;
  for (const session of sessions) {
    if (await remind(db, session)) reminded += 1;
  }
  return reminded;
}

/** Unless the session has changed since it was read, or another server was faster. */
function remind(db: Db, session: ChangedSession): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    // Not through Prisma, which would update the session's `updatedAt`.
    const noted = await tx.$executeRaw`
      UPDATE office_sessions SET reminded_version = version
       WHERE id = ${session.id}::uuid AND version = ${session.version}
         AND reminded_version IS DISTINCT FROM version`;
    if (noted === 0) return false;
    await queueForParties(tx, [session], "officeSession.reminder");
    return true;
  });
}
