import type { Db } from "@sundial/db";

/** A Monday morning in Europe, the time of all measurements. */
export const NOW = new Date("2027-03-01T08:00:00Z");

const ZONES = [
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Africa/Lagos",
  "America/Los_Angeles",
  "Europe/London",
  "Asia/Tokyo",
  "America/Argentina/Buenos_Aires",
];
const EXPERTISE = ["TypeScript", "PostgreSQL", "Rust", "Go", "Leadership", "Design", "Data", "Ops"];

/**
 * Fills an empty database with a realistic program: mentors in eight zones with two windows on each
 * of four weekdays, as many mentees, and one session every other day for four weeks. Of every
 * hundred mentors, three are paused, three are away and three have no hours.
 */
export async function fillProgram(db: Db, { mentors }: { mentors: number }) {
  const last = mentors - 1;
  await db.$executeRaw`
    INSERT INTO users (id, email, name, role, time_zone)
    SELECT r || i, r || i || '@bench.example', initcap(r) || ' ' || lpad(i::text, 6, '0'), r::role,
           (${ZONES}::text[])[1 + i % 8]
      FROM generate_series(0, ${last}::int) i, unnest(ARRAY['mentor', 'mentee']) r`;
  await db.$executeRaw`
    INSERT INTO mentor_profiles (user_id, headline, bio, languages, location, min_notice_minutes, booking_state)
    SELECT 'mentor' || i, 'Someone who has been there', 'Glad to help with whatever you bring.',
           CASE i % 3 WHEN 0 THEN ARRAY['en', 'de'] ELSE ARRAY['en'] END,
           'https://meet.example/' || i, (ARRAY[0, 60, 240, 1440])[1 + i % 4],
           (CASE WHEN i % 100 < 3 THEN 'paused' ELSE 'open' END)::booking_state
      FROM generate_series(0, ${last}::int) i`;
  await db.$executeRaw`
    INSERT INTO mentee_profiles (user_id, experience_level, goals, interests, weekly_hours, learning_style)
    SELECT 'mentee' || i, 'junior', 'Learn by doing', ARRAY['Testing'], 'two_to_five', 'hands_on'
      FROM generate_series(0, ${last}::int) i`;
  await db.$executeRaw`
    INSERT INTO expertise (id, mentor_id, slug, label)
    SELECT gen_random_uuid(), 'mentor' || i, lower(label), label
      FROM generate_series(0, ${last}::int) i, unnest(${EXPERTISE}::text[]) WITH ORDINALITY e (label, n)
     WHERE (i + n) % 8 < 3`;
  await db.$executeRaw`
    INSERT INTO availability_schedules (id, mentor_id, time_zone)
    SELECT gen_random_uuid(), 'mentor' || i, (${ZONES}::text[])[1 + i % 8]
      FROM generate_series(0, ${last}::int) i WHERE i % 100 NOT BETWEEN 3 AND 5`;
  await db.$executeRaw`
    INSERT INTO availability_rules (id, schedule_id, weekday, start_minute, end_minute)
    SELECT gen_random_uuid(), s.id, 1 + (substr(s.mentor_id, 7)::int + day) % 7, start, start + 150
      FROM availability_schedules s, generate_series(0, 3) day, unnest(ARRAY[540, 960]) start`;
  await db.$executeRaw`
    INSERT INTO time_off (id, mentor_id, starts_at, ends_at)
    SELECT gen_random_uuid(), 'mentor' || i, ${NOW}, ${NOW}::timestamptz + interval '90 days'
      FROM generate_series(6, ${last}::int, 100) first, generate_series(first, first + 2) i
     WHERE i <= ${last}::int`;
  await db.$executeRaw`
    INSERT INTO office_sessions (id, mentor_id, mentee_id, starts_at, ends_at, blocked_until, topic,
                                 mentor_time_zone, mentee_time_zone, created_by_id)
    SELECT gen_random_uuid(), 'mentor' || i, mentee, at, at + interval '30 min', at + interval '30 min',
           'A question', zone, 'UTC', mentee
      FROM generate_series(0, ${last}::int) i, generate_series(0, 13) k,
           LATERAL (SELECT 'mentee' || ((i + k) % ${mentors}::int) AS mentee,
                           (${ZONES}::text[])[1 + i % 8] AS zone) who,
           LATERAL (SELECT (timestamp '2027-03-01 09:00' + (2 * k) * interval '1 day'
                            + (i % 4) * interval '30 min') AT TIME ZONE zone AS at) time`;
  await db.$executeRaw`
    INSERT INTO time_claims (id, user_id, office_session_id, starts_at, ends_at)
    SELECT gen_random_uuid(), party, id, starts_at, ends_at
      FROM office_sessions, unnest(ARRAY[mentor_id, mentee_id]) party`;
  await db.$executeRaw`ANALYZE`;
}
