import { type Db, tryLockTask } from "@sundial/db";
import { RATERS_MIN } from "@sundial/validators";
import { DAY, WEEK } from "@sundial/validators/durations";
import { inTransaction } from "../transaction.ts";
import { revealFeedback } from "./reveal.ts";

const BATCH = 50;

interface Sweep {
  db: Db;
  now: Date;
}

/**
 * Records the reveal of feedback whose time is over, session by session. Readers see it from that
 * time on, whether or not this has run. Returns the number of sessions.
 */
export async function announceFeedback({ db, now }: Sweep): Promise<number> {
  let announced = 0;
  for (;;) {
    const batch = await inTransaction(db, async (tx) => {
      if (!(await tryLockTask(tx, "feedbackSweep"))) return 0;
      const due = await tx.$queryRaw<{ id: string; mentorId: string }[]>`
        SELECT s.id, s.mentor_id AS "mentorId" FROM (
          SELECT DISTINCT office_session_id FROM (
            SELECT office_session_id FROM feedback
             WHERE announced_at IS NULL AND visible_at <= ${now}
             ORDER BY visible_at LIMIT ${BATCH}) f) due
          JOIN office_sessions s ON s.id = due.office_session_id`;
      for (const { id, mentorId } of due) {
        await revealFeedback(tx, { officeSessionId: id, mentorId, at: now });
      }
      return due.length;
    });
    announced += batch;
    // Both sides of a session may be in one batch, so a full one has half as many sessions.
    if (batch < BATCH / 2) return announced;
  }
}

/** 1970 began on a Thursday. */
const FIRST_MONDAY = 4 * DAY;

/** Monday, midnight UTC, of this week. */
export function weekOf(now: Date): Date {
  return new Date(now.getTime() - ((now.getTime() - FIRST_MONDAY) % WEEK));
}

/**
 * Counts the ratings of mentors anew, once a week for all: those revealed before the week began, of
 * sessions that took place. Who rated during a week can't be told from when a figure changes.
 * Returns the number of mentors.
 */
export async function countRatings({ db, now }: Sweep): Promise<number> {
  const week = weekOf(now);
  let counted = 0;
  for (;;) {
    const batch = await db.$executeRaw`
      WITH due AS (
        SELECT mentor_id FROM mentor_ratings WHERE counted_at < ${week}
         ORDER BY counted_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED),
      counts AS (
        SELECT due.mentor_id, count(s.id)::int AS ratings,
               count(DISTINCT s.mentee_id)::int AS people,
               avg(f.rating) FILTER (WHERE s.id IS NOT NULL) AS average
          FROM due
          LEFT JOIN feedback f
            ON f.about_id = due.mentor_id AND f.party = 'mentee' AND f.visible_at <= ${week}
          LEFT JOIN office_sessions s ON s.id = f.office_session_id AND s.status = 'completed'
         GROUP BY due.mentor_id)
      UPDATE mentor_ratings r
         SET ratings = counts.ratings, people = counts.people, counted_at = ${now},
             average = CASE WHEN counts.people >= ${RATERS_MIN} THEN round(counts.average, 1)::float END
        FROM counts WHERE r.mentor_id = counts.mentor_id`;
    counted += batch;
    if (batch < BATCH) return counted;
  }
}
