import { EXPERTISE_MAX } from "@sundial/validators";
import { importedExpertiseId } from "../engine/written-program.ts";
import { type Fields, literal, ONCE, selectList, uuidFrom } from "../sql.ts";
import {
  isOurs,
  judged,
  type ProgramTransform,
  personCodes,
  ROWS_DISAGREE,
  remembered,
  stagedOf,
} from "./judged.ts";

/** The staged rows of a mentor's hours or topics, with the mentor. */
const withMentor = (entity: string) => `
  SELECT s.*, m.candidates, coalesce(m.has_other_name, false) AS has_other_name, m.person_id AS mentor_id,
    u.anonymized_at IS NOT NULL AS is_erased, t.user_id IS NOT NULL AS has_profile
  FROM ${stagedOf(entity)} s
  LEFT JOIN named_people m ON m.word = s.data ->> 'mentor'
  LEFT JOIN public.users u ON u.id = m.person_id
  LEFT JOIN public.mentor_profiles t ON t.user_id = m.person_id ${ONCE}`;

const DECIDED = "jsonb_build_object('mentorId', f.mentor_id)";
const PERSON_ERASED = "f.is_erased";
const NO_MENTOR_PROFILE = "f.candidates = 1 AND NOT f.has_profile";

const hoursFields: Fields = { id: "f.mentor_id", hours: "f.data -> 'hours'" };

const topicFields: Fields = {
  id: importedExpertiseId("f.mentor_id", "f.data ->> 'slug'"),
  mentor_id: "f.mentor_id",
  slug: "f.data ->> 'slug'",
  label: "f.data ->> 'label'",
};

const expected =
  (entity: "availability" | "expertise", fields: Fields) =>
  ({ runId }: ProgramTransform, rows: string) =>
    `SELECT f.owner, f.key, f.known AS unplaced, ${selectList(fields)}
     FROM (SELECT s.*, s.known ->> 'mentorId' AS mentor_id FROM ${remembered(runId, entity, rows)} s ${ONCE}) f`;

/** What each row of availability becomes: all of the mentor's hours. */
export const expectedHours = expected("availability", hoursFields);

/** What each topic becomes. */
export const expectedTopics = expected("expertise", topicFields);

/** The rows of availability with their verdict. Mentors who have set hours here keep them. */
export function judgedHours({ runId }: ProgramTransform) {
  const hasHours = ["availability_schedules", "availability_overrides", "time_off"]
    .map((table) => `EXISTS (SELECT FROM public.${table} x WHERE x.mentor_id = f.mentor_id)`)
    .join(" OR ");
  return judged("availability", withMentor("availability"), {
    fields: hoursFields,
    unplaced: DECIDED,
    excluded: {
      PERSON_ERASED,
      HOURS_SET_HERE: `(${hasHours}) AND NOT ${isOurs(runId, "availability")}`,
    },
    quarantined: {
      ROWS_DISAGREE,
      ...personCodes("f.candidates"),
      NO_MENTOR_PROFILE,
      NAMED_TWICE: "f.has_other_name",
      ...Object.fromEntries(
        ["ZONES_DIFFER", "PERIODS_OVERLAP", "DATE_CONTRADICTED", "HOURS_TOO_MANY"].map((code) => [
          code,
          `f.data ->> 'problem' = '${code}'`,
        ]),
      ),
    },
    flagged: {},
  });
}

/** The topics with their verdict. Those that a mentor has here stay as they are. */
export function judgedTopics({ runId }: ProgramTransform) {
  const own = `SELECT count(*) FROM public.expertise x WHERE x.mentor_id = f.mentor_id
    AND x.id::text <> ${importedExpertiseId("x.mentor_id", "x.slug")}`;
  const from = `SELECT w.*, count(*) FILTER (WHERE w.is_new) OVER (
      PARTITION BY w.mentor_id ORDER BY w.key ROWS UNBOUNDED PRECEDING) + (${own.replaceAll("f.", "w.")}) AS position
    FROM (SELECT f.*, f.has_profile AND f.ordinal = 1 AND f.data ->> 'slug' IS NOT NULL
        AND NOT EXISTS (SELECT FROM public.expertise x WHERE x.mentor_id = f.mentor_id
          AND x.slug = f.data ->> 'slug' AND NOT EXISTS (
            SELECT FROM public.migration_records k WHERE k.run_id = ${literal(runId)} AND k.owner_key = f.owner
              AND k.entity = 'expertise' AND k.target_key = x.id::text)) AS is_new
      FROM (${withMentor("expertise")}) f ${ONCE}) w`;
  return judged("expertise", from, {
    fields: topicFields,
    unplaced: DECIDED,
    excluded: {
      // However differently it's written.
      SAME_ROW_AGAIN: "f.ordinal > 1",
      PERSON_ERASED,
      TOPIC_PRESENT:
        "f.has_profile AND f.ordinal = 1 AND f.data ->> 'slug' IS NOT NULL AND NOT f.is_new",
    },
    quarantined: {
      ...personCodes("f.candidates"),
      NO_MENTOR_PROFILE,
      TOPICS_TOO_MANY: `f.is_new AND f.position > ${EXPERTISE_MAX}`,
    },
    flagged: {},
  });
}

const arriving =
  "(SELECT DISTINCT p.id, p.hours FROM prepared_hours p WHERE p.target_key IS NOT NULL) d";
const scheduleId = `(${uuidFrom("'program schedule:' || d.id || ':' || s.n")})::uuid`;
const idOf = (kind: string, says: string) =>
  `(${uuidFrom(`'program ${kind}:' || d.id || ':' || ${says}`)})::uuid`;

/** Writes the prepared hours and topics that arrive. */
export const WRITE_MENTORS = [
  `INSERT INTO public.availability_schedules (id, mentor_id, time_zone, valid_from, valid_to, travel)
   SELECT ${scheduleId}, d.id, s.e ->> 'timeZone', (s.e ->> 'from')::date, (s.e ->> 'to')::date, (s.e ->> 'travel')::boolean
   FROM ${arriving}, jsonb_array_elements(d.hours -> 'schedules') WITH ORDINALITY s(e, n)`,
  `INSERT INTO public.availability_rules (id, schedule_id, weekday, start_minute, end_minute)
   SELECT ${idOf("rule", "s.n || ':' || w.n")}, ${scheduleId}, (w.e ->> 0)::int, (w.e ->> 1)::int, (w.e ->> 2)::int
   FROM ${arriving}, jsonb_array_elements(d.hours -> 'schedules') WITH ORDINALITY s(e, n),
     jsonb_array_elements(s.e -> 'windows') WITH ORDINALITY w(e, n)`,
  `INSERT INTO public.availability_overrides (id, mentor_id, local_date, kind, windows)
   SELECT ${idOf("date", "(o.e ->> 'date')")}, d.id, (o.e ->> 'date')::date,
     (CASE WHEN o.e -> 'windows' = '[]' THEN 'unavailable' ELSE 'replace' END)::public.override_kind, o.e -> 'windows'
   FROM ${arriving}, jsonb_array_elements(d.hours -> 'overrides') o(e)`,
  `INSERT INTO public.time_off (id, mentor_id, starts_at, ends_at, label)
   SELECT ${idOf("time off", "o.n")}, d.id, (o.e ->> 'from')::timestamptz, (o.e ->> 'to')::timestamptz, o.e ->> 'label'
   FROM ${arriving}, jsonb_array_elements(d.hours -> 'timeOff') WITH ORDINALITY o(e, n)`,
  // A page that shows the hours from before can't save them.
  `UPDATE public.mentor_profiles t SET availability_version = availability_version + 1
   WHERE t.user_id IN (SELECT d.id FROM ${arriving})`,
  `INSERT INTO public.expertise (id, mentor_id, slug, label)
   SELECT p.id::uuid, p.mentor_id, p.slug, p.label FROM prepared_expertise p WHERE p.target_key IS NOT NULL`,
];
