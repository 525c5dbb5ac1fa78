import { rejectedCodes } from "../engine/rejection.ts";
import { codesOf, digestOf, type Fields, literal, selectList } from "../sql.ts";

/** What decides, besides its row, what something becomes. */
export interface ProgramTransform {
  runId: string;
  /** The run's beginning: the time of what has none. */
  startedAt: string;
  /** Now: a session is past or ahead as of this instant. */
  now: string;
}

/** Codes that a row got when it was read. */
export const readCodes = (kind: "quarantined" | "flagged") =>
  `ARRAY(SELECT jsonb_array_elements_text(f.app_metadata -> '${kind}'))`;

/** Rows with one key: the first counts if all agree. */
export const SAME_ROW_AGAIN = "f.ordinal > 1 AND NOT (f.app_metadata ->> 'disagree')::boolean";
export const ROWS_DISAGREE = "(f.app_metadata ->> 'disagree')::boolean";

/** The codes of words that mean nobody, or several people, by how many they could mean. */
export function personCodes(...candidates: string[]) {
  const any = (is: (count: string) => string) => candidates.map(is).join(" OR ");
  return {
    PERSON_UNKNOWN: `f.owner <> '' AND (${any((count) => `coalesce(${count}, 0) = 0`)})`,
    PERSON_AMBIGUOUS: any((count) => `${count} > 1`),
  };
}

/** Whether the run has already written something for the row's owner. */
export const isOurs = (runId: string, entity: string) =>
  `EXISTS (SELECT FROM public.migration_records k WHERE k.run_id = ${literal(runId)}
     AND k.owner_key = f.owner AND k.entity = '${entity}' AND k.target_key IS NOT NULL)`;

/** The staged rows `f` of an entity with their verdict. */
export function judged(
  entity: string,
  from: string,
  {
    fields,
    unplaced,
    excluded,
    quarantined,
    flagged,
  }: {
    fields: Fields;
    unplaced: string;
    excluded: Record<string, string>;
    quarantined: Record<string, string>;
    flagged: Record<string, string>;
  },
) {
  return `SELECT f.owner, f.entity, f.key, ${digestOf("f.staged")} AS source_digest,
      ${codesOf({ SAME_ROW_AGAIN, ...excluded })} AS excluded,
      ${readCodes("quarantined")} || ${codesOf(quarantined)} || ${rejectedCodes(entity)} AS quarantined,
      ${readCodes("flagged")} || ${codesOf(flagged)} AS flagged,
      ${unplaced} AS unplaced, ${selectList(fields)}
    FROM (${from}) f`;
}

/** The staged rows of an entity, each also as one value to digest. */
export const stagedOf = (entity: string) =>
  `(SELECT s AS staged, s.* FROM staged_profiles s WHERE s.entity = '${entity}')`;

/** Rows of the source with what their records kept of them: whom they name, and what was decided. */
export const remembered = (runId: string, entity: string, rows: string) =>
  `(SELECT s.*, r.unplaced AS known FROM ${rows} s
    LEFT JOIN public.migration_records r ON r.run_id = ${literal(runId)} AND r.owner_key = s.owner
      AND r.entity = '${entity}' AND r.source_key = s.key)`;
