import type pg from "pg";
import { literal, tableName } from "../sql.ts";
import { countSource, type EntityTotals } from "./accounting.ts";
import type { MovePlan } from "./move-source.ts";
import type { Sessions } from "./sessions.ts";

/** If more people than this have changed, reading the whole source is as fast. */
const MOST_CHANGED = 10_000;

/**
 * The oldest open transaction when the session's snapshot was taken. Anything written after the
 * snapshot carries this transaction number or a later one.
 */
export async function oldestUnderWay(source: pg.ClientBase): Promise<string> {
  const { rows } = await source.query<{ xid: string }>(
    "SELECT (txid_snapshot_xmin(txid_current_snapshot()) % 4294967296)::text AS xid",
  );
  return rows[0]?.xid ?? "0";
}

/** What a pass saw of the source, and when. */
export interface Seen {
  plan: MovePlan;
  totals: EntityTotals[];
  since: string;
}

/** Users quarantined for a value somebody else had, who may have given it up in the same pass. */
const WAITING = ["EMAIL_TAKEN", "SUBJECT_TAKEN", "REJECTED_BY_TARGET"];

export function isAnybodyWaiting(totals: EntityTotals[]) {
  return totals.some(({ codes }) => WAITING.some((code) => code in codes));
}

/**
 * Whether another pass would find the same as this one: nothing was written at the source since, no
 * table has fewer rows, and nobody waits for a value of another. Also false if that can't be
 * determined.
 */
export async function isAsSeen({ source }: Sessions, { plan, totals, since }: Seen) {
  if (isAnybodyWaiting(totals)) return false;
  const owners = await writtenSince(source, plan.tables, since, 1);
  if (owners?.length !== 0) return false;
  const counts = await countSource(source, plan.entities);
  return totals.every(({ entity, source: count }) => counts.get(entity) === count);
}

/**
 * People with single sign-on who are here with the address of somebody without, who came later and
 * keeps it.
 */
function displacedOwners(runId: string) {
  return `SELECT r.owner_key AS owner FROM twin_addresses w
    JOIN public.users t ON t.email = w.address
    JOIN public.migration_records r ON r.run_id = ${literal(runId)} AND r.target_key = t.id
    WHERE w.among_sso AND r.entity = 'user' AND 'SSO_USER' = ANY (r.codes)`;
}

/**
 * The people whose rows were written since (an empty name for rows without a user), and quarantined
 * people, whose reason may be gone. Deleted rows leave no trace, but change the totals. Undefined
 * if it can't be determined, or if they are too many.
 */
export async function findChanged(
  { source, target }: Sessions,
  { run, tables }: MovePlan,
  since: string,
): Promise<string[] | undefined> {
  const written = await writtenSince(source, tables, since, MOST_CHANGED + 1);
  const keptBack = await target.query<{ owner: string }>(
    `SELECT DISTINCT owner_key AS owner FROM public.migration_records
     WHERE run_id = ${literal(run.runId)} AND outcome = 'quarantined'
     UNION SELECT owner FROM (${displacedOwners(run.runId)}) d LIMIT ${MOST_CHANGED + 1}`,
  );
  if (written === undefined) return undefined;
  const owners = new Set([...written, ...keptBack.rows.map(({ owner }) => owner)]);
  return owners.size > MOST_CHANGED ? undefined : [...owners];
}

/** The owners of rows written since, by each row's transaction: `xmin`. */
async function writtenSince(
  source: pg.ClientBase,
  tables: MovePlan["tables"],
  since: string,
  most: number,
): Promise<string[] | undefined> {
  if (!(await bearTransactions(source, tables))) return undefined;
  const written = tables.map(
    ({ table, owner }) =>
      `SELECT coalesce(${owner}::text, '') AS owner FROM ${tableName(table)}
       WHERE age(xmin) <= age(${literal(since)}::xid)`,
  );
  const { rows } = await source.query<{ owner: string }>(
    `SELECT DISTINCT owner FROM (${written.join(" UNION ALL ")}) w LIMIT ${most}`,
  );
  return rows.map(({ owner }) => owner);
}

/** Views, foreign tables and other storage have no transaction numbers. */
async function bearTransactions(source: pg.ClientBase, tables: MovePlan["tables"]) {
  const { rows } = await source.query<{ all: boolean | null }>(
    `SELECT bool_and(c.relkind = 'r' AND coalesce(m.amname = 'heap', false)) AS all
     FROM unnest($1::text[]) AS t(name)
     JOIN pg_class c ON c.oid = t.name::regclass LEFT JOIN pg_am m ON m.oid = c.relam`,
    [tables.map(({ table }) => tableName(table))],
  );
  return rows[0]?.all === true;
}
