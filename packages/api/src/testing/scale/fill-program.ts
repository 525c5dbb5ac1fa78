import type { Db } from "@sundial/db";
import { addApplications, addInvitations } from "./fill-coming-in.ts";
import { addOfferedMinutes } from "./fill-dashboard.ts";
import { addFeedback } from "./fill-feedback.ts";
import { addFollowUps, addNotifications } from "./fill-follow-ups.ts";
import { addStaffWork } from "./fill-staff.ts";
import { menteesOf, type ProgramSize } from "./program-size.ts";

const FIRST_NAMES =
  "Ada Amir Bea Bruno Chidi Chloé Dana Dmitri Elif Emre Fatima Felix Grace Hana Hugo Ines Ivan Jun Kofi Lena Liam Mei Nadia Noor Omar Priya Quinn Rosa Sven Tara Uma Viktor Wanda Ximena Yusuf Zoë".split(
    " ",
  );
const LAST_NAMES =
  "Adeyemi Berg Castillo Dubois Eriksen Fischer García Haddad Ito Jansen Kaya Lindqvist Mbeki Novak Okafor Petrov Quist Rossi Silva Tanaka Ueda Vargas Weber Xu Yilmaz Zhou".split(
    " ",
  );
const ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Africa/Lagos", "Asia/Tokyo"];
const EXPERTISE = ["TypeScript", "PostgreSQL", "Rust", "Go", "Leadership", "Design", "Data", "Ops"];
/** In the proportions of a program that has run for years: sign-ins are most of the log. */
const ACTIONS = {
  "account.signedIn": 40,
  "account.signInFailed": 12,
  "account.signedOut": 8,
  "account.updated": 4,
  "officeSession.booked": 12,
  "officeSession.completed": 10,
  "officeSession.cancelled": 4,
  "officeSession.rescheduled": 2,
  "profile.updated": 3,
  "availability.updated": 2,
  "member.viewed": 2,
  "audit.read": 1,
};

/**
 * Fills an empty database with a program that has run for three years, in SQL: a few seconds for a
 * million events. People, sessions and events are distributed as in real programs: mentor 0 and
 * mentee 0 have held many times more sessions than others, a twentieth of the sessions is upcoming,
 * and many events are about the same few targets. Ids are `mentor0`, `mentee0`, `pm0`, `admin0` and
 * so on. Nothing is due at `now`: automatic transitions until then are saved already.
 */
export async function fillProgram(db: Db, size: ProgramSize, now: Date) {
  // All rows first and then the indexes, because maintaining them row by row takes several times as
  // long.
  const followWaits = (how: "ENABLE" | "DISABLE") =>
    db.$executeRawUnsafe(
      `ALTER TABLE office_sessions ${how} TRIGGER mentee_waits_follow_new_session,
                                   ${how} TRIGGER mentee_waits_follow_session`,
    );
  await followWaits("DISABLE");
  await withoutIndexes(db, ["users", "office_sessions", "email_outbox", "events"], async () => {
    await addPeople(db, size, now);
    await addMentors(db, size);
    await addApplications(db, size, now);
    await addInvitations(db, size, now);
    await addPastSessions(db, size, now);
    await addOpenSessions(db, size, now);
    await addFollowUps(db);
    await addNotifications(db, now);
    await addFeedback(db, now);
    await addStaffWork(db, now);
    await addEmails(db, size, now);
    await addEvents(db, size, now);
  });
  await followWaits("ENABLE");
  await db.$executeRaw`ANALYZE office_sessions`;
  await db.$executeRaw`UPDATE mentee_waits SET since = mentee_waits_since(user_id)`;
  await addOfferedMinutes(db, now);
  await addDeliveries(db, size, now);
  await addShortLived(db, size, now);
  // As autovacuum leaves it: index-only scans need the visibility map, plans need the statistics.
  await db.$executeRaw`VACUUM ANALYZE`;
}

async function withoutIndexes(db: Db, tables: string[], work: () => Promise<void>) {
  const indexes = await db.$queryRaw<{ name: string; definition: string }[]>`
    SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
      FROM pg_index WHERE indrelid = ANY (${tables}::regclass[]) AND NOT (indisunique OR indisexclusion)`;
  for (const { name } of indexes) await db.$executeRawUnsafe(`DROP INDEX ${name}`);
  await work();
  for (const { definition } of indexes) await db.$executeRawUnsafe(definition);
}

async function addPeople(db: Db, size: ProgramSize, now: Date) {
  const add = (role: string, count: number) => db.$executeRaw`
    INSERT INTO users (id, email, email_verified, name, role, status, time_zone, last_login_at, created_at)
    SELECT ${role} || i, ${role} || i || '@mail' || i % 40 || '.example', true,
           (${FIRST_NAMES}::text[])[1 + i * 7 % ${FIRST_NAMES.length}::int] || ' ' ||
           (${LAST_NAMES}::text[])[1 + i * 11 % ${LAST_NAMES.length}::int] || ' ' || md5(${role} || i),
           ${role}::role,
           (CASE WHEN i % 50 = 49 THEN 'inactive' WHEN i % 200 = 101 THEN 'suspended' ELSE 'active' END)::user_status,
           (${ZONES}::text[])[1 + i % 5], ${now}::timestamptz - i % 700 * interval '1 hour',
           ${now}::timestamptz - interval '3 years' + i * interval '5 min'
      FROM generate_series(0, ${count - 1}::int) i`;
  await add("mentor", size.mentors);
  await add("mentee", menteesOf(size));
  await add("pm", 5);
  await add("admin", 3);
  // Erased people all have the same name.
  await db.$executeRaw`
    UPDATE users SET name = 'Former member', email = 'erased-' || id || '@erased.invalid',
           status = 'suspended', anonymized_at = now(), email_verified = false, last_login_at = NULL
     WHERE role = 'mentee' AND substr(id, 7)::int % 40 = 13`;
  await db.$executeRaw`
    INSERT INTO mentee_profiles (user_id, experience_level, goals, interests, weekly_hours, learning_style)
    SELECT id, 'junior', 'Learn by doing', ARRAY['Testing'], 'two_to_five', 'hands_on'
      FROM users WHERE role = 'mentee' AND anonymized_at IS NULL`;
}

async function addMentors(db: Db, { mentors }: ProgramSize) {
  const last = mentors - 1;
  await db.$executeRaw`
    INSERT INTO mentor_profiles (user_id, headline, bio, languages, location)
    SELECT 'mentor' || i, 'Has built ' || (${EXPERTISE}::text[])[1 + i % 8] || ' teams',
           'Glad to help with whatever you bring.',
           CASE i % 3 WHEN 0 THEN ARRAY['en', 'de'] ELSE ARRAY['en'] END,
           'https://meet.example/' || i
      FROM generate_series(0, ${last}::int) i`;
  await db.$executeRaw`
    INSERT INTO expertise (id, mentor_id, slug, label)
    SELECT gen_random_uuid(), 'mentor' || i, lower(label), label
      FROM generate_series(0, ${last}::int) i, unnest(${EXPERTISE}::text[]) WITH ORDINALITY e (label, n)
     WHERE (i + n) % 8 < 3`;
  await db.$executeRaw`
    INSERT INTO availability_schedules (id, mentor_id, time_zone)
    SELECT gen_random_uuid(), 'mentor' || i, (${ZONES}::text[])[1 + i % 5]
      FROM generate_series(0, ${last}::int) i`;
  await db.$executeRaw`
    INSERT INTO availability_rules (id, schedule_id, weekday, start_minute, end_minute)
    SELECT gen_random_uuid(), id, day, 540, 1020 FROM availability_schedules, generate_series(1, 5) day`;
}

/** Only open sessions have time claims, so these may overlap. */
async function addPastSessions(db: Db, size: ProgramSize, now: Date) {
  const past = Math.floor(size.sessions * 0.95);
  await db.$executeRaw`
    INSERT INTO office_sessions (id, mentor_id, mentee_id, status, starts_at, ends_at, blocked_until,
                                 topic, mentor_time_zone, mentee_time_zone, created_by_id, cancel_reason,
                                 cancelled_at, no_show_party, created_at, updated_at)
    SELECT gen_random_uuid(), mentor, mentee, status::office_session_status, at,
           at + interval '30 min', at + interval '30 min', 'A question', 'UTC', 'UTC', mentee,
           CASE status WHEN 'cancelled' THEN 'other'::cancel_reason END,
           CASE status WHEN 'cancelled' THEN at - interval '1 day' END,
           CASE status WHEN 'no_show' THEN 'mentee'::no_show_party END,
           at - interval '9 days', at + interval '1 day'
      FROM generate_series(1, ${past}::int) i,
           LATERAL (SELECT 'mentor' || CASE WHEN i % 60 = 0 THEN 0 ELSE i % ${size.mentors}::int END AS mentor,
                           'mentee' || CASE WHEN i % 100 = 7 THEN 0 ELSE i * 7::bigint % ${menteesOf(size)}::int END AS mentee,
                           CASE WHEN i % 100 < 85 THEN 'completed' WHEN i % 100 < 92 THEN 'cancelled'
                                WHEN i % 100 < 95 THEN 'no_show' WHEN i % 100 < 98 THEN 'declined'
                                ELSE 'expired' END AS status,
                           date_trunc('minute', ${now}::timestamptz - interval '2 days'
                             - i * (interval '3 years' / ${past}::int)) AS at) spread`;
}

/** At most one an hour for each mentor, from yesterday on: five hours of each day. */
async function addOpenSessions(db: Db, size: ProgramSize, now: Date) {
  const each = Math.ceil((size.sessions * 0.05) / size.mentors);
  await db.$executeRaw`
    INSERT INTO office_sessions (id, mentor_id, mentee_id, status, starts_at, ends_at, blocked_until,
                                 topic, mentor_time_zone, mentee_time_zone, created_by_id, expires_at,
                                 created_at, updated_at)
    SELECT gen_random_uuid(), 'mentor' || m, mentee, status::office_session_status, at,
           at + interval '30 min', at + interval '30 min', 'A question', 'UTC', 'UTC', mentee,
           CASE status WHEN 'requested' THEN ${now}::timestamptz + interval '1 day' END,
           ${now}::timestamptz - interval '9 days', ${now}::timestamptz - interval '3 days'
      FROM generate_series(0, ${size.mentors - 1}::int) m, generate_series(0, ${each - 1}::int) k,
           LATERAL (SELECT CASE WHEN m = 0 AND k % 3 = 1 THEN 'mentee0'
                                ELSE 'mentee' || (m + k * ${size.mentors}::bigint) % ${menteesOf(size)}::int END AS mentee,
                           CASE WHEN k > 1 AND (m + k) % 15 = 0 THEN 'requested' ELSE 'scheduled' END AS status,
                           date_trunc('hour', ${now}::timestamptz)
                             + (k * 24 + m % 5 - 20) * interval '1 hour' AS at) spread
     WHERE m = 0 OR mentee <> 'mentee0'`;
  await db.$executeRaw`
    INSERT INTO time_claims (id, user_id, office_session_id, starts_at, ends_at, expires_at)
    SELECT gen_random_uuid(), party, id, starts_at, ends_at, expires_at
      FROM office_sessions, unnest(ARRAY[mentor_id, mentee_id]) party
     WHERE status IN ('requested', 'scheduled')`;
}

/** A month of emails, and a reminder of each session on the next day. */
async function addEmails(db: Db, size: ProgramSize, now: Date) {
  await db.$executeRaw`
    INSERT INTO email_outbox (id, dedupe_key, recipient, template, data, due_at, status, created_at, sent_at)
    SELECT gen_random_uuid(), 'email ' || i, 'mentee' || i % ${menteesOf(size)}::int || '@mail' || i % 40 || '.example',
           'account.signedUp', '{}', at, (CASE WHEN i % 200 = 0 THEN 'dropped' ELSE 'sent' END)::email_status, at, at
      FROM generate_series(1, ${Math.floor(size.sessions / 5)}::int) i,
           LATERAL (SELECT ${now}::timestamptz - i * (interval '29 days' / ${Math.floor(size.sessions / 5)}::int) AS at) spread`;
  await db.$executeRaw`
    INSERT INTO email_outbox (id, dedupe_key, recipient, template, data, office_session_id,
                              office_session_version, due_at, status, created_at, sent_at)
    SELECT gen_random_uuid(), concat_ws(' ', 'officeSession.reminder', s.id, s.version, u.id), u.email,
           'officeSession.reminder', '{}', s.id, s.version, at, 'sent', at, at
      FROM office_sessions s JOIN users u ON u.id IN (s.mentor_id, s.mentee_id),
           LATERAL (SELECT s.starts_at - interval '1 day' AS at) due
     WHERE s.status = 'scheduled' AND s.starts_at > ${now} AND s.starts_at <= ${now}::timestamptz + interval '1 day'`;
  await db.$executeRaw`
    UPDATE office_sessions
       SET remind_at = CASE WHEN starts_at > ${now}::timestamptz + interval '1 day'
                            THEN starts_at - interval '1 day'
                            WHEN starts_at > ${now}::timestamptz + interval '1 hour'
                            THEN starts_at - interval '1 hour' END
     WHERE status = 'scheduled'`;
}

async function addEvents(db: Db, size: ProgramSize, now: Date) {
  const actions = Object.entries(ACTIONS).flatMap(([action, share]) =>
    Array.from({ length: share }, () => action),
  );
  await db.$executeRaw`
    INSERT INTO events (at, actor_kind, actor_id, actor_role, action, target_type, target_id)
    SELECT ${now}::timestamptz - (${size.events}::int - i) * (interval '3 years' / ${size.events}::int),
           (CASE WHEN i % 10 = 0 THEN 'system' ELSE 'user' END)::actor_kind,
           CASE WHEN i % 10 = 0 THEN NULL WHEN i % 10 = 1 THEN 'admin0' ELSE person END,
           (CASE WHEN i % 10 > 1 THEN 'mentee' WHEN i % 10 = 1 THEN 'admin' END)::role,
           action,
           CASE split_part(action, '.', 1) WHEN 'officeSession' THEN 'officeSession' WHEN 'audit' THEN 'events' ELSE 'user' END,
           CASE split_part(action, '.', 1) WHEN 'officeSession' THEN md5((i / 8)::text) WHEN 'audit' THEN 'events'
                ELSE CASE WHEN i % 50 = 3 THEN 'mentee0' ELSE person END END
      FROM generate_series(1, ${size.events}::int) i,
           LATERAL (SELECT (${actions}::text[])[1 + i * 37::bigint % ${actions.length}::int] AS action,
                           'mentee' || i * 7919::bigint % ${menteesOf(size)}::int AS person) spread`;
  await db.$executeRaw`
    INSERT INTO event_origins (seq, at, ip, user_agent)
    SELECT seq, at, '203.0.113.' || seq % 250, 'Mozilla/5.0' FROM events`;
}

/** A month of deliveries to two endpoints. */
async function addDeliveries(db: Db, size: ProgramSize, now: Date) {
  await db.$executeRaw`
    INSERT INTO webhook_endpoints (id, url, kinds, secret, created_at)
    SELECT gen_random_uuid(), 'https://receiver' || i || '.example/', '{}', 'sealed', ${now}
      FROM generate_series(1, 2) i`;
  await db.$executeRaw`
    INSERT INTO webhook_deliveries (id, endpoint_id, kind, data, person_ids, status, attempts,
                                    failures, next_attempt_at, created_at, delivered_at)
    SELECT gen_random_uuid(), e.id, 'session.booked', '{}',
           ARRAY['mentor' || i % ${size.mentors}::int, 'mentee' || i % ${menteesOf(size)}::int],
           (CASE WHEN i % 200 = 0 THEN 'failed' ELSE 'delivered' END)::webhook_delivery_status, 1,
           0, at, at, at
      FROM webhook_endpoints e, generate_series(1, ${Math.floor(size.sessions / 5)}::int) i,
           LATERAL (SELECT ${now}::timestamptz - i * (interval '29 days' / ${Math.floor(size.sessions / 5)}::int) AS at) spread`;
  await db.$executeRaw`
    INSERT INTO webhook_attempts (delivery_id, number, at, duration_ms, status_code, failure)
    SELECT id, 1, created_at, 120, CASE status WHEN 'failed' THEN 500 ELSE 200 END,
           CASE status WHEN 'failed' THEN 'status'::webhook_failure END
      FROM webhook_deliveries`;
}

/** Short-lived rows: counts, one-time tokens, booking keys, sign-ins. */
async function addShortLived(db: Db, size: ProgramSize, now: Date) {
  const some = Math.floor(size.users / 20);
  await db.$executeRaw`
    INSERT INTO verifications (id, identifier, value, expires_at)
    SELECT gen_random_uuid(), 'account.resetPassword:' || md5(i::text), '{"data": {}, "attempts": 0}',
           ${now}::timestamptz + interval '1 hour' + i * interval '1 second'
      FROM generate_series(1, ${some}::int) i`;
  await db.$executeRaw`
    INSERT INTO rate_limits (key, points, ends_at)
    SELECT 'call:' || md5(i::text), 1, now() + interval '1 hour' FROM generate_series(1, ${some}::int) i`;
  await db.$executeRaw`
    INSERT INTO sessions (id, token, user_id, expires_at)
    SELECT gen_random_uuid(), md5(i::text), 'mentee' || i % ${menteesOf(size)}::int, ${now}::timestamptz + interval '7 days'
      FROM generate_series(1, ${some * 10}::int) i`;
  await db.$executeRaw`
    INSERT INTO idempotency_keys (actor_id, key_hash, procedure, request_hash, saved, created_at)
    SELECT mentee_id, md5(id::text), 'officeSession.book', '', '', ${now}::timestamptz - interval '1 hour'
      FROM office_sessions WHERE status = 'scheduled' LIMIT ${some}::int`;
  await db.$executeRaw`
    INSERT INTO service_accounts (id, name, owner_email, permissions, created_at, ended_at)
    SELECT gen_random_uuid(), 'Service ' || i, 'team' || i || '@team.example', '{session:read}', ${now},
           CASE WHEN i > 50 THEN ${now}::timestamptz END
      FROM generate_series(1, ${some}::int) i`;
  await db.$executeRaw`
    INSERT INTO calendar_feeds (id, user_id, token_hash, last_read_at)
    SELECT gen_random_uuid(), id, encode(sha256(id::bytea), 'hex'), ${now}
      FROM users WHERE id IN ('mentor0', 'mentee0') OR created_at < ${now}::timestamptz - interval '2 years 11 months'`;
}
