import type { Db } from "@sundial/db";
import { menteesOf, type ProgramSize } from "./program-size.ts";

/** One in ten mentees has applied; a few wait for an answer. */
export async function addApplications(db: Db, size: ProgramSize, now: Date) {
  await db.$executeRaw`
    INSERT INTO mentor_applications (id, user_id, status, expertise, experience, why, submitted_at,
                                     settled_at, decided_by_id, answer)
    SELECT gen_random_uuid(), id, became::mentor_application_status, ARRAY['Testing'],
           'Years of it', 'To give something back', at,
           CASE WHEN became <> 'pending' THEN at + interval '2 days' END,
           CASE WHEN became = 'declined' THEN 'pm0' END,
           CASE WHEN became = 'declined' THEN 'Not yet' END
      FROM users,
           LATERAL (SELECT substr(id, 7)::int AS i) number,
           LATERAL (SELECT CASE WHEN i % 1000 = 0 THEN 'pending' WHEN i % 30 = 0 THEN 'withdrawn'
                                ELSE 'declined' END AS became,
                           ${now}::timestamptz - interval '1 day'
                             - i * (interval '3 years' / ${menteesOf(size)}::int) AS at) spread
     WHERE role = 'mentee' AND anonymized_at IS NULL AND i % 10 = 0`;
}

/** Of two in three mentees, and of as many who never came. A few still wait. */
export async function addInvitations(db: Db, size: ProgramSize, now: Date) {
  await db.$executeRaw`
    INSERT INTO invitations (id, email, role, status, created_at, expires_at, reminded_at,
                             settled_at, invited_by_id, accepted_by_id)
    SELECT gen_random_uuid(), COALESCE(u.email, 'invited' || i || '@nowhere.example'), 'mentee',
           CASE WHEN u.id IS NULL THEN 'pending' ELSE 'accepted' END::invitation_status,
           at, at + interval '14 days', CASE WHEN i > 100 THEN at + interval '7 days' END,
           CASE WHEN u.id IS NOT NULL THEN at + interval '2 days' END, 'pm0', u.id
      FROM generate_series(0, ${menteesOf(size)}::int) i
      LEFT JOIN users u ON u.id = 'mentee' || i AND i % 3 > 0 AND u.anonymized_at IS NULL,
           LATERAL (SELECT ${now}::timestamptz - i * (interval '170 days' / ${menteesOf(size)}::int)
                             AS at) sent`;
}
