import type pg from "pg";
import { literal, tableName } from "../sql.ts";
import type { MovePlan } from "./move-source.ts";
import type { Sessions } from "./sessions.ts";

/** When more people than this have changed, walking the whole source is as quick. */
const MOST_CHANGED = 10_000;

/**
 * The oldest transaction that was under way when the session's snapshot was taken. Whatever was
 * written behind the snapshot's back bears the number of this one or a later one.
 */
export async function oldestUnderWay(source: pg.ClientBase): Promise<string> {
  const { rows } = await source.query<{ xid: string }>(
    "SELECT (txid_snapshot_xmin(txid_current_snapshot()) % 4294967296)::text AS xid",
  );
  return rows[0]?.xid ?? "0";
}

/**
 * The people of whom rows were written since, told by the transaction each row bears (`xmin`), and
 * those kept back, whose reason may have gone. Rows that were deleted leave no trace: the sums tell
 * of them. Undefined when it cannot be told, or when they are too many to be worth it.
 */
export async function findChanged(
  { source, target }: Sessions,
  { run, tables }: MovePlan,
  since: string,
): Promise<string[] | undefined> {
  if (!(await bearTransactions(source, tables))) return undefined;
  const written = tables.map(
    ({ table, owner }) =>
      `SELECT ${owner}::text AS owner FROM ${tableName(table)}
       WHERE ${owner} IS NOT NULL AND age(xmin) <= age(${literal(since)}::xid)`,
  );
  const changed = await source.query<{ owner: string }>(
    `SELECT DISTINCT owner FROM (${written.join(" UNION ALL ")}) w LIMIT ${MOST_CHANGED + 1}`,
  );
  const keptBack = await target.query<{ owner: string }>(
    `SELECT DISTINCT owner_key AS owner FROM public.migration_records
     WHERE run_id = ${literal(run.runId)} AND outcome = 'quarantined' AND owner_key <> ''
     LIMIT ${MOST_CHANGED + 1}`,
  );
  const owners = new Set([...changed.rows, ...keptBack.rows].map(({ owner }) => owner));
  return owners.size > MOST_CHANGED ? undefined : [...owners];
}

/** Views, foreign tables and other storage know no transaction numbers. */
async function bearTransactions(source: pg.ClientBase, tables: MovePlan["tables"]) {
  const { rows } = await source.query<{ all: boolean | null }>(
    `SELECT bool_and(c.relkind = 'r' AND coalesce(m.amname = 'heap', false)) AS all
     FROM unnest($1::text[]) AS t(name)
     JOIN pg_class c ON c.oid = t.name::regclass LEFT JOIN pg_am m ON m.oid = c.relam`,
    [tables.map(({ table }) => tableName(table))],
  );
  return rows[0]?.all === true;
}
