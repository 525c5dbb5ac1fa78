import type { Db } from "@sundial/db";
import { inTransaction } from "../transaction.ts";
import { queueForParties } from "./queue-session-emails.ts";

const DAY = 86_400_000;
const BATCH = 50;

/**
 * Queues a reminder to both parties of each scheduled session that starts within a day, once for
 * the version it has now. Who booked or moved it less than a day ahead has just been written to
 * about that time, and gets none. Run it every minute or so.
 */
export async function queueReminders({ db, now }: { db: Db; now: Date }): Promise<number> {
  const dayAhead = new Date(now.getTime() + DAY);
  const sessions = await db.$queryRaw<
    { id: string; version: number; mentorId: string; menteeId: string }[]
  >`
    SELECT s.id, s.version, s.mentor_id AS "mentorId", s.mentee_id AS "menteeId"
      FROM office_sessions s
     WHERE s.status = 'scheduled' AND s.starts_at > ${now} AND s.starts_at <= ${dayAhead}
       AND s.updated_at <= s.starts_at - interval '1 day'
       AND NOT EXISTS (
         SELECT 1 FROM email_outbox e
          WHERE e.dedupe_key = concat_ws(' ', 'officeSession.reminder', s.id, s.version, s.mentee_id))
     ORDER BY s.starts_at, s.id LIMIT ${BATCH}`;
  for (const session of sessions) {
    await inTransaction(db, (tx) => queueForParties(tx, [session], "officeSession.reminder"));
  }
  return sessions.length;
}
