import type { Db } from "@sundial/db";

/** Disputes, late cancellations, and what staff wrote about people. */
export async function addStaffWork(db: Db, now: Date) {
  await db.$executeRaw`
    UPDATE office_sessions
       SET status = 'no_show', no_show_party = 'mentee', disputed = true,
           disputed_at = ends_at + interval '1 hour'
     WHERE status = 'completed' AND get_byte(uuid_send(id), 13) = 0 AND get_byte(uuid_send(id), 12) < 128`;
  await db.$executeRaw`
    INSERT INTO no_show_reports (office_session_id, author_id, words, created_at)
    SELECT id, person, 'I waited', disputed_at
      FROM office_sessions, unnest(ARRAY[mentor_id, mentee_id]) person WHERE disputed`;
  await db.$executeRaw`
    UPDATE office_sessions SET cancelled_late = true
     WHERE status = 'cancelled' AND get_byte(uuid_send(id), 13) % 4 = 0`;
  await db.$executeRaw`
    INSERT INTO staff_notes (id, about_id, author_id, body, created_at, updated_at)
    SELECT gen_random_uuid(), id, 'pm0', 'Prefers mornings', ${now}, ${now}
      FROM users, generate_series(1, CASE id WHEN 'mentor0' THEN 60 ELSE 1 END)
     WHERE id = 'mentor0' OR created_at < ${now}::timestamptz - interval '2 years 9 months'`;
}
