import { withinScope } from "../engine/scope.ts";
import type { SourceEntity } from "../engine/staging.ts";

const entity = (
  name: "session" | "availability" | "expertise",
  data = "r.data",
  join = "",
): SourceEntity => ({
  name,
  kind: name,
  staging: "staged_profiles",
  table: `program_rows WHERE entity = '${name}'`,
  select: (
    scope,
  ) => `SELECT coalesce(r.owner::text, ''), r.key, r.entity, ${data}, r.codes, r.ordinal
    FROM program_rows r ${join} WHERE r.entity = '${name}' AND ${withinScope("r.owner", scope)}`,
});

/** Everything read from the loaded sheets. Each row is in one of them. */
export const programEntities: SourceEntity[] = [
  entity("session"),
  // With all of the mentor's hours, because they are written together.
  entity(
    "availability",
    "r.data || jsonb_build_object('hours', h.hours, 'problem', h.problem)",
    "LEFT JOIN program_hours h ON h.owner = r.owner",
  ),
  entity("expertise"),
];
