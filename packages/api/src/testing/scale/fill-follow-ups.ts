import type { Db } from "@sundial/db";

/** What people were told of their sessions; of ten, they have read nine. */
export async function addNotifications(db: Db, now: Date) {
  await db.$executeRaw`
    INSERT INTO notifications (id, user_id, kind, dedupe_key, actor_id, office_session_id, in_app,
                               read_at, created_at)
    SELECT gen_random_uuid(), person, 'session.booked', 'session.booked ' || s.id, s.created_by_id, s.id, true,
           CASE WHEN get_byte(uuid_send(s.id), 15) % 10 > 0 THEN s.starts_at END,
           least(s.starts_at - interval '8 days', ${now}::timestamptz - interval '1 hour')
      FROM office_sessions s, unnest(ARRAY[s.mentor_id, s.mentee_id]) person`;
}

/**
 * Notes and action items of every other session that took place, goals of every mentee, and a series
 * of every two people with several sessions ahead.
 */
export async function addFollowUps(db: Db) {
  await db.$executeRaw`
    INSERT INTO session_notes (id, office_session_id, author_id, visibility, position, body, updated_at)
    SELECT gen_random_uuid(), id, CASE line % 2 WHEN 0 THEN mentor_id ELSE mentee_id END,
           (CASE WHEN line < 3 THEN 'shared' ELSE 'private' END)::note_visibility, line, 'What we said', now()
      FROM office_sessions, generate_series(0, 3) line
     WHERE status = 'completed' AND get_byte(uuid_send(id), 15) % 2 = 0`;
  await db.$executeRaw`
    INSERT INTO action_items (id, office_session_id, mentor_id, mentee_id, owner, text, done_at, author_id, created_at)
    SELECT gen_random_uuid(), id, mentor_id, mentee_id, 'mentee', 'Read it',
           CASE WHEN get_byte(uuid_send(id), 14) % 9 > 0 THEN ends_at + interval '1 day' END,
           mentor_id, ends_at
      FROM office_sessions WHERE status = 'completed' AND get_byte(uuid_send(id), 15) % 2 = 0`;
  await db.$executeRaw`
    WITH pairs AS (
      SELECT mentor_id, mentee_id, gen_random_uuid() AS series_id, least(count(*), 8) AS size
        FROM office_sessions WHERE status = 'scheduled'
       GROUP BY mentor_id, mentee_id HAVING count(*) > 1),
    numbered AS (
      SELECT s.id, p.series_id, p.size,
             row_number() OVER (PARTITION BY p.series_id ORDER BY s.starts_at, s.id) AS number
        FROM office_sessions s JOIN pairs p USING (mentor_id, mentee_id)
       WHERE s.status = 'scheduled')
    UPDATE office_sessions s
       SET series_id = n.series_id, series_number = n.number, series_size = n.size
      FROM numbered n WHERE n.id = s.id AND n.number <= n.size`;
  await db.$executeRaw`
    WITH made AS (
      INSERT INTO goals (id, mentee_id, title, status, created_at, settled_at)
      SELECT gen_random_uuid(), user_id, 'Lead a review',
             (CASE goal WHEN 0 THEN 'open' ELSE 'achieved' END)::goal_status, now(),
             CASE goal WHEN 0 THEN NULL ELSE now() END
        FROM mentee_profiles, generate_series(0, 1) goal
      RETURNING id)
    INSERT INTO milestones (id, goal_id, position, text)
    SELECT gen_random_uuid(), id, step, 'A step' FROM made, generate_series(0, 1) step`;
}
