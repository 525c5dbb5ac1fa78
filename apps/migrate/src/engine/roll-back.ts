import type pg from "pg";
import { constraintOf } from "../error-code.ts";
import type { Progress } from "../progress.ts";
import { literal } from "../sql.ts";
import { LEAVING_OWNERS } from "./leaving-owners.ts";
import type { MovedRun } from "./moved-run.ts";
import { markTouched, removeOwners } from "./remove.ts";

export interface RollBackResult {
  isComplete: boolean;
  /** People whose rows were removed. */
  removed: number;
  /** People who stay because they changed here since, or because somebody must be an admin. */
  kept: number;
}

const BATCH = 5_000;

/**
 * Rolls a run back, some thousand people at a time: what it wrote is removed, people who changed
 * here since stay as they are, and nobody else is touched. Can be stopped and restarted.
 */
export async function rollBackRun(
  target: pg.ClientBase,
  run: MovedRun,
  { progress, isStopping }: { progress: Progress; isStopping: () => boolean },
): Promise<RollBackResult> {
  const references = await run.rows.references(target);
  await target.query(`CREATE TEMP TABLE IF NOT EXISTS leaving_owners (${LEAVING_OWNERS})`);
  const { rows } = await target.query<{ total: number }>(
    `SELECT count(DISTINCT owner_key)::float8 AS total FROM public.migration_records WHERE run_id = ${literal(run.runId)}`,
  );
  const total = rows[0]?.total ?? 0;
  const result = { isComplete: true, removed: 0, kept: 0 };
  for (let last: string | undefined; ; ) {
    if (isStopping()) return { ...result, isComplete: false };
    const batch = await rollBackBatch(target, run, references, last);
    if (batch === null) return result;
    last = batch.last;
    result.removed += batch.removed;
    result.kept += batch.kept;
    progress.count(result.removed + result.kept, total, run.rows.noun);
  }
}

async function rollBackBatch(
  target: pg.ClientBase,
  run: Parameters<typeof markTouched>[1],
  references: Parameters<typeof markTouched>[2],
  after: string | undefined,
  keepsAdmins = false,
): Promise<{ last: string; removed: number; kept: number } | null> {
  await target.query("BEGIN");
  try {
    await target.query("TRUNCATE leaving_owners");
    await target.query(
      `INSERT INTO leaving_owners (owner)
       SELECT DISTINCT owner_key FROM public.migration_records
       WHERE run_id = ${literal(run.runId)} AND ${after === undefined ? "true" : `owner_key > ${literal(after)}`}
       ORDER BY owner_key LIMIT ${BATCH}`,
    );
    const { rows } = await target.query<{ last: string | null; people: number }>(
      "SELECT max(owner) AS last, count(*)::int AS people FROM leaving_owners",
    );
    const { last = null, people = 0 } = rows[0] ?? {};
    if (last === null) {
      await target.query("COMMIT");
      return null;
    }
    await target.query("ANALYZE leaving_owners");
    await markTouched(target, run, references);
    if (keepsAdmins) {
      await target.query(
        `UPDATE leaving_owners SET touched = true WHERE owner IN (
           SELECT r.owner_key FROM public.migration_records r JOIN public.users t ON t.id = r.target_key
           WHERE r.run_id = ${literal(run.runId)} AND r.entity = 'user' AND t.role = 'admin' AND t.status = 'active')`,
      );
    }
    const kept = await target.query("DELETE FROM leaving_owners WHERE touched");
    await removeOwners(target, run);
    await target.query("COMMIT");
    return { last, removed: people - (kept.rowCount ?? 0), kept: kept.rowCount ?? 0 };
  } catch (error) {
    await target.query("ROLLBACK");
    if (keepsAdmins || constraintOf(error) !== "users_last_admin") throw error;
    return rollBackBatch(target, run, references, after, true);
  }
}
