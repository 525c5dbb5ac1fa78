import { type Fields, literal, ONCE, selectList, uuidFrom } from "../sql.ts";
import {
  judged,
  type ProgramTransform,
  personCodes,
  ROWS_DISAGREE,
  remembered,
  stagedOf,
} from "./judged.ts";

const text = (name: string) => `s.data ->> ${literal(name)}`;
const time = (name: string) => `(${text(name)})::timestamptz`;

/** The columns of a row `s` as they are read, with their types. */
const READ = `s.*, ${text("status")} AS said, ${time("startsAt")} AS starts_at, ${time("endsAt")} AS ends_at,
  ${time("cancelledAt")} AS given_cancelled_at, ${time("createdAt")} AS given_created_at`;

/** What a status means now: time has passed since the source said it. */
const statusAt = (now: string) =>
  `CASE WHEN s.said = 'scheduled' AND s.ends_at <= ${now} THEN 'completed'
    WHEN s.said = 'requested' AND s.starts_at <= ${now} THEN 'expired' ELSE s.said END`;

/** The fields of one session, from a row `f` with its people. */
function sessionFields({ startedAt }: ProgramTransform): Fields {
  const started = `${literal(startedAt)}::timestamptz`;
  const cancelled = (value: string) => `CASE WHEN f.status = 'cancelled' THEN ${value} END`;
  const by = "f.data ->> 'cancelledBy'";
  const past = `least(f.starts_at, ${started})`;
  const createdAt = `least(f.given_created_at, f.starts_at, ${started})`;
  const expiresAt = "CASE WHEN f.status = 'requested' THEN f.starts_at END";
  const claim = (person: string) =>
    `jsonb_build_array(${person}, f.starts_at, f.ends_at, ${expiresAt})`;
  const [one, other] = ["f.mentor_id", "f.mentee_id"].map(claim);
  return {
    id: "f.owner",
    mentor_id: "f.mentor_id",
    mentee_id: "f.mentee_id",
    status: "f.status",
    starts_at: "f.starts_at",
    ends_at: "f.ends_at",
    blocked_until: "f.ends_at",
    topic: "f.data ->> 'topic'",
    agenda: "f.data ->> 'agenda'",
    location: "f.data ->> 'location'",
    mentor_time_zone: "f.mentor_zone",
    mentee_time_zone: "f.mentee_zone",
    // A request waits for its answer until the session would begin.
    expires_at: expiresAt,
    change_note: "f.data ->> 'note'",
    cancelled_at: cancelled(`coalesce(f.given_cancelled_at, ${past})`),
    cancelled_by_id: cancelled(
      `CASE ${by} WHEN 'mentor' THEN f.mentor_id WHEN 'mentee' THEN f.mentee_id END`,
    ),
    cancel_reason: cancelled(
      `CASE ${by} WHEN 'mentor' THEN 'mentor_withdrew' WHEN 'mentee' THEN 'mentee_withdrew'
        WHEN 'staff' THEN 'pm_decision' ELSE 'other' END`,
    ),
    no_show_party: "CASE WHEN f.status = 'no_show' THEN f.data ->> 'absent' END",
    created_by_id: "f.mentee_id",
    version: "1",
    created_at: createdAt,
    claims: `CASE WHEN f.status IN ('scheduled', 'requested') THEN
      CASE WHEN f.mentor_id COLLATE "C" < f.mentee_id THEN jsonb_build_array(${one}, ${other})
        ELSE jsonb_build_array(${other}, ${one}) END END`,
  };
}

/** What each row of sessions becomes, with the people and the status that its record kept. */
export function expectedSessions(transform: ProgramTransform, rows: string) {
  const known = (name: string) => `s.known ->> ${literal(name)}`;
  return `SELECT f.owner, f.key, f.known AS unplaced, ${selectList(sessionFields(transform))}
    FROM (SELECT s.*, ${known("mentorId")} AS mentor_id, ${known("menteeId")} AS mentee_id,
        ${known("mentorZone")} AS mentor_zone, ${known("menteeZone")} AS mentee_zone,
        coalesce(${known("status")}, s.said) AS status
      FROM (SELECT ${READ} FROM ${remembered(transform.runId, "session", rows)} s ${ONCE}) s ${ONCE}) f`;
}

/** A session's people, and what was decided about it, for its record. */
const DECIDED = `jsonb_build_object('mentorId', f.mentor_id, 'menteeId', f.mentee_id,
  'mentorZone', f.mentor_zone, 'menteeZone', f.mentee_zone, 'status', f.status)`;

/** The same with the verdict. */
export function judgedSessions(transform: ProgramTransform) {
  const now = `${literal(transform.now)}::timestamptz`;
  const isAhead = "f.status IN ('scheduled', 'requested')";
  const clash = (code: string) =>
    `EXISTS (SELECT FROM clashing_sessions c WHERE c.owner = f.owner AND c.code = '${code}')`;
  // Sessions last four hours at most, by a CHECK.
  const within = (t: string) =>
    `${t}.starts_at < f.ends_at AND ${t}.ends_at > f.starts_at AND ${t}.starts_at > f.starts_at - interval '4 hours'`;
  const isTaken = (person: string) =>
    `EXISTS (SELECT FROM public.time_claims t WHERE t.user_id = ${person}
      AND tstzrange(t.starts_at, t.ends_at) && tstzrange(f.starts_at, f.ends_at)
      AND t.office_session_id IS DISTINCT FROM f.owner::uuid)`;
  const from = `SELECT s.*, ${statusAt(now)} AS status,
      m.person_id AS mentor_id, e.person_id AS mentee_id,
      mentor.time_zone AS mentor_zone, mentee.time_zone AS mentee_zone, mentor.role AS mentor_role,
      coalesce(mentor.anonymized_at, mentee.anonymized_at) IS NOT NULL AS is_erased,
      'suspended' IN (mentor.status::text, mentee.status::text) AS is_suspended,
      m.candidates AS mentor_candidates, e.candidates AS mentee_candidates
    FROM (SELECT ${READ} FROM ${stagedOf("session")} s ${ONCE}) s
    LEFT JOIN named_people m ON m.word = s.data ->> 'mentor'
    LEFT JOIN named_people e ON e.word = s.data ->> 'mentee'
    LEFT JOIN public.users mentor ON mentor.id = m.person_id
    LEFT JOIN public.users mentee ON mentee.id = e.person_id ${ONCE}`;
  const isRecognized = "f.owner <> ''";
  return judged("session", from, {
    fields: sessionFields(transform),
    unplaced: DECIDED,
    excluded: { PERSON_ERASED: "f.is_erased" },
    quarantined: {
      ROWS_DISAGREE,
      ...personCodes("f.mentor_candidates", "f.mentee_candidates"),
      SAME_PERSON: "f.mentor_id = f.mentee_id",
      STATUS_IN_FUTURE: `f.status IN ('completed', 'no_show') AND f.starts_at > ${now}`,
      PARTY_SUSPENDED: `${isAhead} AND f.is_suspended`,
      NOT_A_MENTOR: `${isAhead} AND f.mentor_role = 'mentee'`,
      SESSION_TWIN: clash("SESSION_TWIN"),
      OVERLAPS_ANOTHER: clash("OVERLAPS_ANOTHER"),
      TIME_TAKEN: `${isAhead} AND f.ends_at IS NOT NULL AND (${isTaken("f.mentor_id")} OR ${isTaken("f.mentee_id")})`,
      SESSION_EXISTS: `f.status NOT IN ('cancelled', 'declined', 'expired') AND EXISTS (
        SELECT FROM public.office_sessions t WHERE t.mentor_id = f.mentor_id AND t.mentee_id = f.mentee_id
          AND ${within("t")} AND t.id::text <> f.owner AND t.status NOT IN ('cancelled', 'declined', 'expired'))`,
      ID_TAKEN: `${isRecognized} AND EXISTS (SELECT FROM public.office_sessions t WHERE t.id = f.owner::uuid)
        AND NOT EXISTS (SELECT FROM public.migration_records k WHERE k.run_id = ${literal(transform.runId)}
          AND k.owner_key = f.owner AND k.entity = 'session' AND k.target_key = f.owner)`,
    },
    flagged: {
      COMPLETED_BY_TIME: "f.said = 'scheduled' AND f.status = 'completed'",
      EXPIRED_BY_TIME: "f.said = 'requested' AND f.status = 'expired'",
      PAST_OVERLAP: clash("PAST_OVERLAP"),
    },
  });
}

const CLAIM_ID = uuidFrom("p.id || ':claim:' || c.user_id");

/** Writes the prepared sessions that arrive, with the time that those ahead take up. */
export const WRITE_SESSIONS = [
  `INSERT INTO public.office_sessions (id, mentor_id, mentee_id, status, starts_at, ends_at, blocked_until,
     topic, agenda, location, mentor_time_zone, mentee_time_zone, expires_at, change_note, cancelled_at,
     cancelled_by_id, cancel_reason, no_show_party, created_by_id, created_at, updated_at)
   SELECT p.id::uuid, p.mentor_id, p.mentee_id, p.status::public.office_session_status, p.starts_at, p.ends_at,
     p.blocked_until, p.topic, p.agenda, p.location, p.mentor_time_zone, p.mentee_time_zone, p.expires_at,
     p.change_note, p.cancelled_at, p.cancelled_by_id, p.cancel_reason::public.cancel_reason,
     p.no_show_party::public.no_show_party, p.created_by_id, p.created_at, coalesce(p.cancelled_at, p.created_at)
   FROM prepared_sessions p WHERE p.target_key IS NOT NULL`,
  `INSERT INTO public.time_claims (id, user_id, office_session_id, starts_at, ends_at, expires_at)
   SELECT (${CLAIM_ID})::uuid, c.user_id, p.id::uuid, p.starts_at, p.ends_at, p.expires_at
   FROM prepared_sessions p CROSS JOIN LATERAL (VALUES (p.mentor_id), (p.mentee_id)) c(user_id)
   WHERE p.target_key IS NOT NULL AND p.claims IS NOT NULL`,
];
