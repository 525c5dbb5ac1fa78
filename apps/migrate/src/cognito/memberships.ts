import { codesOf, digestOf, literal } from "../sql.ts";
import { automaticGroupPrefix } from "./mapping.ts";
import type { PoolTransform } from "./transform.ts";

/** A row that writes nothing: the columns of a written profile, all NULL. */
export const NOTHING_WRITTEN = `NULL::text AS kind, NULL::text AS id, NULL::text AS experience_level,
  NULL::text AS goals, NULL::text AS background, NULL::text[] AS interests, NULL::text AS weekly_hours,
  NULL::text AS learning_style, NULL::text AS headline, NULL::text AS bio, NULL::text[] AS languages,
  NULL::jsonb AS expertise, NULL::int AS version, NULL::timestamptz AS created_at,
  NULL::timestamptz AS updated_at`;

/** What the memberships and repeated rows of `from` become: no rows of their own. */
export function expectedOthers(from: string) {
  return `SELECT f.owner, f.key, f.data AS unplaced, ${NOTHING_WRITTEN} FROM ${from} f`;
}

/**
 * The verdict on memberships, which decide only the role, and on rows that repeat another row about
 * the same user, or an older state of it.
 */
export function judgedOthers({ poolId, mapping }: PoolTransform) {
  const isMembership = "f.entity = 'membership'";
  const group = "f.data ->> 'group'";
  const mapped = Object.keys(mapping.groups).map(literal).join(", ");
  const isSame = `CASE WHEN ${isMembership} THEN f.ordinal > 1 ELSE (f.data ->> 'same')::boolean END`;
  const excluded = codesOf({
    AUTOMATIC_GROUP: `${isMembership} AND starts_with(${group}, ${literal(automaticGroupPrefix(poolId))})`,
    SAME_ROW_AGAIN: isSame,
    SUPERSEDED: `NOT ${isMembership} AND NOT (${isSame})`,
  });
  const quarantined = codesOf({
    ROW_INVALID: "f.data ->> 'problem' IS NOT NULL",
    OWNER_MISSING: "f.owner = '' AND f.data ->> 'problem' IS NULL",
    OWNER_QUARANTINED:
      "f.owner <> '' AND o.outcome IS DISTINCT FROM 'migrated' AND o.outcome IS DISTINCT FROM 'flagged'",
  });
  const flagged = codesOf({
    GROUP_UNMAPPED: `NOT coalesce(${group} = ANY (ARRAY[${mapped}]::text[]), false)`,
  });
  return `SELECT f.owner, f.key, f.entity, ${digestOf("f.staged")} AS source_digest,
      ${excluded} AS excluded, ${quarantined} AS quarantined, ${flagged} AS flagged,
      f.data AS unplaced, ${NOTHING_WRITTEN}
    FROM (SELECT s AS staged, s.* FROM staged_profiles s) f
    LEFT JOIN prepared_users o ON o.owner = f.owner AND f.owner <> ''`;
}
