import { NOTHING_WRITTEN } from "../cognito/memberships.ts";
import { codesOf, digestOf } from "../sql.ts";

/**
 * The verdict on rows that write nothing themselves: hashes from a file of their own, which are
 * part of a person, and rows that repeat another row about a person, or an older state of it.
 */
export function judgedOthers() {
  const isPassword = "f.entity = 'password'";
  const excluded = codesOf({
    OWNER_EXCLUDED: `${isPassword} AND o.outcome = 'excluded'`,
    SAME_ROW_AGAIN: `CASE WHEN ${isPassword} THEN f.ordinal > 1 AND NOT (f.data ->> 'disagree')::boolean
      ELSE (f.data ->> 'same')::boolean END`,
    SUPERSEDED: `NOT ${isPassword} AND NOT (f.data ->> 'same')::boolean`,
  });
  const quarantined = codesOf({
    OWNER_MISSING: "f.owner = ''",
    OWNER_QUARANTINED: "f.owner <> '' AND coalesce(o.outcome, 'quarantined') = 'quarantined'",
    ROWS_DISAGREE: `${isPassword} AND (f.data ->> 'disagree')::boolean`,
  });
  return `SELECT f.owner, f.entity, f.key, ${digestOf("f.staged")} AS source_digest,
      ${excluded} AS excluded, ${quarantined} AS quarantined, '{}'::text[] AS flagged,
      f.data AS unplaced, ${NOTHING_WRITTEN}
    FROM (SELECT s AS staged, s.* FROM staged_profiles s WHERE s.entity IN ('password', 'repeated user')) f
    LEFT JOIN prepared_users o ON o.owner = f.owner AND f.owner <> ''`;
}
