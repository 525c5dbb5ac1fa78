import type { Db } from "@sundial/db";

/** Feedback of both sides of most sessions that took place, counted ratings, a few reports and objections. */
export async function addFeedback(db: Db, now: Date) {
  await db.$executeRaw`
    INSERT INTO feedback (id, office_session_id, party, author_id, about_id, rating, comment,
                          visible_at, announced_at, created_at)
    SELECT gen_random_uuid(), s.id, side::party,
           CASE side WHEN 'mentor' THEN mentor_id ELSE mentee_id END,
           CASE side WHEN 'mentor' THEN mentee_id ELSE mentor_id END,
           3 + get_byte(uuid_send(s.id), 14) % 3, 'Well prepared',
           ends_at + interval '7 days',
           CASE WHEN ends_at + interval '7 days' <= ${now} THEN ends_at + interval '7 days' END,
           ends_at + interval '1 hour'
      FROM office_sessions s, unnest(ARRAY['mentor', 'mentee']) side
     WHERE status = 'completed' AND ends_at < ${now} AND get_byte(uuid_send(s.id), 15) % 2 = 0`;
  await db.$executeRaw`
    INSERT INTO mentor_ratings (mentor_id, average, ratings, people, counted_at)
    SELECT user_id, 4.5, 20, 8, ${now} FROM mentor_profiles`;
  await db.$executeRaw`
    INSERT INTO misuse_reports (id, reporter_id, reported_id, about, office_session_id, quote, reason,
                                words, created_at, decided_at, outcome)
    SELECT gen_random_uuid(), mentee_id, mentor_id, 'session', id, topic, 'spam', 'Advertises',
           ends_at, CASE WHEN get_byte(uuid_send(id), 14) % 50 > 0 THEN ends_at END,
           CASE WHEN get_byte(uuid_send(id), 14) % 50 > 0 THEN 'no_action'::misuse_outcome END
      FROM office_sessions
     WHERE status = 'completed' AND get_byte(uuid_send(id), 15) % 16 = 0`;
  await db.$executeRaw`
    INSERT INTO reliability_objections (id, person_id, office_session_id, lapse, words, status,
                                        created_at, decided_at)
    SELECT gen_random_uuid(), mentee_id, id, 'no_show', 'I was there',
           CASE WHEN late THEN 'declined' ELSE 'open' END::objection_status, ends_at,
           CASE WHEN late THEN ends_at END
      FROM office_sessions, LATERAL (SELECT get_byte(uuid_send(id), 14) % 50 > 0 AS late) seldom
     WHERE status = 'no_show' AND get_byte(uuid_send(id), 15) % 4 = 0`;
}
