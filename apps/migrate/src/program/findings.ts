import { addressOf } from "../engine/address.ts";
import type { Sessions } from "../engine/sessions.ts";
import { copy } from "../engine/staging.ts";
import { literal, uuidFrom } from "../sql.ts";

const UUID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";

/** How a run of people made an id of one that wasn't a UUID, by its source. */
const prefix = (source: string) =>
  `CASE ${source} WHEN 'better_auth' THEN 'better-auth' WHEN 'auth_js' THEN 'authjs' ELSE ${source}::text END`;

const isAddress = "strpos(w.word, '@') > 0";

/**
 * Whom each word means: by their address here, by their id here, or by the id that they had in a
 * source whose people have come.
 */
const PEOPLE = `
  CREATE TEMP TABLE program_people AS
  WITH words AS MATERIALIZED (
    SELECT word, bool_or(is_hours) AS is_hours
    FROM (SELECT data ->> 'mentor' AS word, entity = 'availability' AS is_hours FROM program_rows
      UNION ALL SELECT data ->> 'mentee', false FROM program_rows WHERE entity = 'session') r
    WHERE word <> '' GROUP BY 1),
  runs AS MATERIALIZED (
    SELECT id, source FROM public.migration_runs WHERE source <> 'program' AND status <> 'rolled_back'),
  found AS (
    SELECT w.word, u.id FROM words w JOIN public.users u ON u.email = ${addressOf("w.word")} WHERE ${isAddress}
    UNION
    SELECT w.word, u.id FROM words w JOIN public.users u ON u.id = w.word WHERE NOT (${isAddress})
    UNION
    SELECT w.word, u.id FROM words w CROSS JOIN runs x
      JOIN public.migration_records r ON r.run_id = x.id AND r.entity = 'user' AND r.owner_key =
        CASE WHEN w.word ~ '${UUID}' THEN w.word ELSE ${uuidFrom(`${prefix("x.source")} || ':' || w.word`)} END
      JOIN public.users u ON u.id = r.target_key
      WHERE NOT (${isAddress})),
  named AS (
    SELECT w.word, w.is_hours, count(f.id)::int AS candidates, min(f.id) AS person_id
    FROM words w LEFT JOIN found f USING (word) GROUP BY 1, 2)
  SELECT word, CASE WHEN candidates = 1 THEN person_id END AS person_id, candidates,
    is_hours AND candidates = 1 AND count(*) FILTER (WHERE is_hours AND candidates = 1)
      OVER (PARTITION BY person_id) > 1 AS has_other_name,
    candidates = 1 AND EXISTS (SELECT FROM public.users u WHERE u.id = person_id AND u.anonymized_at IS NULL)
      AS is_there
  FROM named;
  CREATE INDEX ON program_people (word);
  ANALYZE program_people`;

/** Statuses that take up somebody's time. */
const TAKING = "('scheduled', 'requested', 'completed', 'no_show')";

/**
 * Sessions that can't all be true: two at once for somebody who can be in one place, or the same one
 * twice under different ids.
 */
function clashes(now: string) {
  const at = `${literal(now)}::timestamptz`;
  const overlapping = (from: string, people: string, code: string) => `
    SELECT owner::text, ${code} FROM (
      SELECT *, max(ends_at) OVER (PARTITION BY ${people} ORDER BY starts_at, owner
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) > starts_at AS begins_within,
        lead(starts_at) OVER (PARTITION BY ${people} ORDER BY starts_at, owner) < ends_at AS ends_within
      FROM ${from}) o WHERE begins_within OR ends_within`;
  return `
    WITH taken AS MATERIALIZED (
      SELECT s.*, s.ends_at > ${at} AND s.status IN ('scheduled', 'requested') AS is_ahead
      FROM (SELECT r.owner, m.person_id AS mentor, e.person_id AS mentee, r.data ->> 'status' AS status,
          (r.data ->> 'startsAt')::timestamptz AS starts_at, (r.data ->> 'endsAt')::timestamptz AS ends_at
        FROM program_rows r
        JOIN program_people m ON m.word = r.data ->> 'mentor' AND m.is_there
        JOIN program_people e ON e.word = r.data ->> 'mentee' AND e.is_there
        WHERE r.entity = 'session' AND r.ordinal = 1 AND r.codes -> 'quarantined' = '[]') s
      WHERE s.mentor <> s.mentee AND s.status IN ${TAKING}
        AND NOT (s.status = 'requested' AND s.starts_at <= ${at})),
    of_people AS (
      SELECT owner, mentor AS person, starts_at, ends_at, is_ahead FROM taken
      UNION ALL SELECT owner, mentee, starts_at, ends_at, is_ahead FROM taken)
    ${overlapping("taken", "mentor, mentee", "'SESSION_TWIN'")}
    UNION ${overlapping("of_people", "person, is_ahead", "CASE WHEN is_ahead THEN 'OVERLAPS_ANOTHER' ELSE 'PAST_OVERLAP' END")}`;
}

/** Finds out whom the sheets name, and which sessions clash, as of an instant. */
export async function findInProgram({ source, target }: Sessions, now: string) {
  await source.query(`DROP TABLE IF EXISTS program_people; ${PEOPLE}`);
  await copy(
    source,
    "SELECT word, person_id, candidates, has_other_name FROM program_people",
    target,
    "named_people",
  );
  await target.query("ANALYZE named_people (word)");
  await copy(source, clashes(now), target, "clashing_sessions");
  await target.query("ANALYZE clashing_sessions (owner)");
}
