import { literal } from "../sql.ts";
import type { BatchPlan } from "./batch.ts";
import { markTouched, removeOwners } from "./remove.ts";
import type { Sessions } from "./sessions.ts";
import { copy } from "./staging.ts";

/**
 * Removes what was migrated and is no longer in the source, unless it has changed here since: then
 * it stays, flagged. Returns the number of affected users.
 */
export async function dropGone(
  sessions: Sessions,
  { run: moved, entities, references }: BatchPlan,
): Promise<number> {
  const { target } = sessions;
  const run = literal(moved.runId);
  await target.query(
    `TRUNCATE leaving_owners; CREATE TEMP TABLE source_keys (owner text, entity text, key text)`,
  );
  for (const { name, select } of entities) {
    for (const scope of [{}, { ownerless: true }]) {
      const keys = `SELECT owner, ${literal(name)}, key FROM (${select(scope)}) AS s (owner, key)`;
      await copy(sessions.source, keys, target, "source_keys");
    }
  }
  await target.query(
    `ANALYZE source_keys;
     INSERT INTO leaving_owners (owner)
       SELECT r.owner_key FROM public.migration_records r
       LEFT JOIN source_keys s ON s.owner = r.owner_key AND s.entity = r.entity AND s.key = r.source_key
       WHERE r.run_id = ${run}
       GROUP BY r.owner_key HAVING bool_and(s.key IS NULL)`,
  );
  await markTouched(target, moved, references);
  const { rowCount } = await target.query(
    `UPDATE public.migration_records r
       SET outcome = 'flagged', codes = array_append(r.codes, 'GONE_FROM_SOURCE')
     FROM leaving_owners o
     WHERE o.touched AND r.run_id = ${run} AND r.owner_key = o.owner
       AND NOT 'GONE_FROM_SOURCE' = ANY (r.codes)`,
  );
  await target.query("DELETE FROM leaving_owners WHERE touched");
  const { rows } = await target.query("SELECT FROM leaving_owners");
  await removeOwners(target, moved);
  await target.query("TRUNCATE leaving_owners; DROP TABLE source_keys");
  return rows.length + (rowCount ?? 0);
}
