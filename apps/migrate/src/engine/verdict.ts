import { digestOfFields, ONCE } from "../sql.ts";
import { WRITTEN_FIELDS, type WrittenKind } from "./written.ts";

/**
 * Turns the codes into one of the four outcomes. Excluded rows are never quarantined, too. Only
 * rows that arrive and become something have a target and a digest.
 */
export function verdict(judged: string, kind: WrittenKind, becomesSomething = "true") {
  return `SELECT v.*, CASE WHEN is_written THEN v.id END AS target_key,
      CASE WHEN is_written THEN ${digestOfFields(WRITTEN_FIELDS[kind].fields, "v")} END AS digest
    FROM (
      SELECT j.*,
        cardinality(excluded) = 0 AND cardinality(quarantined) = 0 AND ${becomesSomething} AS is_written,
        CASE WHEN cardinality(excluded) > 0 THEN 'excluded'
             WHEN cardinality(quarantined) > 0 THEN 'quarantined'
             WHEN cardinality(flagged) > 0 THEN 'flagged' ELSE 'migrated' END AS outcome,
        CASE WHEN cardinality(excluded) > 0 THEN excluded
             WHEN cardinality(quarantined) > 0 THEN quarantined ELSE flagged END AS codes
      FROM (${judged} ${ONCE}) j ${ONCE}
    ) v`;
}
