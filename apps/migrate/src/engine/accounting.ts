import type pg from "pg";
import { literal } from "../sql.ts";

/** The outcomes of one entity's rows, and how many the source has. */
export interface EntityTotals {
  entity: string;
  source: number;
  migrated: number;
  flagged: number;
  quarantined: number;
  excluded: number;
  /** Rows of the source without a record; anything but 0 is a fault. */
  unaccounted: number;
  codes: Record<string, number>;
}

/**
 * The totals, counted by both servers: every row of the source has one record, and no others exist.
 * A batch commits only when each of its rows has a record, so equal totals mean equal sets.
 */
export async function countRows(
  { source, target }: { source: pg.ClientBase; target: pg.ClientBase },
  runId: string,
  entities: { name: string; table: string }[],
): Promise<EntityTotals[]> {
  const recorded = await countRecords(target, runId);
  const counts = await countSource(source, entities);
  return entities.map(({ name }) =>
    withSource(recorded.get(name) ?? emptyTotals(name), counts.get(name) ?? 0),
  );
}

/** The totals beside the source's number of rows; without one, the records are all there is. */
export function withSource(of: EntityTotals, source?: number): EntityTotals {
  const accounted = of.migrated + of.flagged + of.quarantined + of.excluded;
  const inSource = accounted - (of.codes.GONE_FROM_SOURCE ?? 0);
  return { ...of, source: source ?? inSource, unaccounted: (source ?? inSource) - inSource };
}

/** How many rows the source has, by entity. */
export async function countSource(
  source: pg.ClientBase,
  entities: { name: string; table: string }[],
) {
  const counts = new Map<string, number>();
  for (const { name, table } of entities) {
    const { rows } = await source.query<{ count: number }>(
      `SELECT count(*)::float8 AS count FROM ${table}`,
    );
    counts.set(name, rows[0]?.count ?? 0);
  }
  return counts;
}

/** The totals of a run's records, by entity; `source` and `unaccounted` are 0. */
export async function countRecords(target: pg.ClientBase, runId: string) {
  const { rows } = await target.query<{
    entity: string;
    outcome: "migrated" | "flagged" | "quarantined" | "excluded";
    codes: string[];
    count: number;
  }>(
    `SELECT entity, outcome::text, codes, count(*)::float8 AS count FROM public.migration_records
     WHERE run_id = ${literal(runId)} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
  const totals = new Map<string, EntityTotals>();
  for (const { entity, outcome, codes, count } of rows) {
    const of = totals.get(entity) ?? emptyTotals(entity);
    totals.set(entity, of);
    of[outcome] += count;
    for (const code of codes) of.codes[code] = (of.codes[code] ?? 0) + count;
  }
  return totals;
}

export function emptyTotals(entity: string): EntityTotals {
  return {
    entity,
    source: 0,
    migrated: 0,
    flagged: 0,
    quarantined: 0,
    excluded: 0,
    unaccounted: 0,
    codes: {},
  };
}
