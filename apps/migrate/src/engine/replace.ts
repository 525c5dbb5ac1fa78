import type pg from "pg";
import { literal } from "../sql.ts";
import { addressOf } from "./address.ts";
import type { ForeignReference, MovedRun } from "./moved-run.ts";
import { type PreparedTable, preparedRecords } from "./prepared.ts";
import { markTouched, removeOwners } from "./remove.ts";
import { ownersWithin, type Scope } from "./scope.ts";
import { STAGING } from "./staging.ts";
import { isHead } from "./written.ts";

const records = (runId: string) =>
  `SELECT owner_key AS owner, entity, source_key AS key, target_key, outcome::text, codes, source_digest, digest, unplaced
   FROM public.migration_records WHERE run_id = ${literal(runId)}`;

/**
 * Drops owners whose staged rows all match their records, with no others left. Returns whether
 * anybody is left.
 */
export async function dropSettled(
  target: pg.ClientBase,
  { runId }: MovedRun,
  scope: Scope,
): Promise<boolean> {
  const run = literal(runId);
  await target.query(
    `INSERT INTO settled_owners
     SELECT coalesce(s.owner, r.owner)
     FROM staged_rows s FULL JOIN (
       SELECT * FROM (${records(runId)}) k WHERE ${ownersWithin("k.owner", scope)}) r
       ON r.owner = s.owner AND r.entity = s.entity AND r.key = s.key
     GROUP BY 1
     HAVING bool_and(coalesce(r.source_digest = s.digest AND r.outcome <> 'quarantined', false));
     DELETE FROM settled_owners WHERE owner IN (
       SELECT s.owner FROM staged_users s JOIN twin_addresses w ON w.address = ${addressOf("s.email")}
       WHERE s.is_sso_user AND w.among_sso)`,
  );
  for (const table of Object.keys(STAGING)) {
    await target.query(`DELETE FROM ${table} s USING settled_owners o WHERE o.owner = s.owner`);
  }
  // People who arrived before keep their row, and with it what refers to it.
  await target.query(
    `INSERT INTO replaced_users
     SELECT r.owner_key, r.target_key FROM public.migration_records r JOIN staged_users s ON s.owner = r.owner_key
     WHERE r.run_id = ${run} AND r.entity = 'user' AND r.target_key IS NOT NULL`,
  );
  const { rows } = await target.query("SELECT FROM staged_rows LIMIT 1");
  return rows.length > 0;
}

/**
 * Makes room for the prepared rows. People with the same result are left alone, and so are those
 * who changed on both sides; for the others, what the run wrote before is removed.
 */
export async function makeRoom(
  target: pg.ClientBase,
  run: MovedRun,
  prepared: PreparedTable[],
  references: ForeignReference[],
) {
  const { runId } = run;
  const anew = preparedRecords(prepared);
  await target.query(
    `TRUNCATE leaving_owners;
     CREATE TEMP TABLE judged_records AS ${anew};
     CREATE TEMP TABLE known_records AS
       SELECT * FROM (${records(runId)}) r WHERE owner IN (SELECT owner FROM judged_records);
     INSERT INTO leaving_owners (owner)
       SELECT owner FROM (TABLE judged_records EXCEPT TABLE known_records) n
       UNION SELECT owner FROM (TABLE known_records EXCEPT TABLE judged_records) o`,
  );
  await target.query("ANALYZE leaving_owners");
  for (const table of prepared) {
    await target.query(
      `DELETE FROM ${table} p WHERE NOT EXISTS (SELECT FROM leaving_owners o WHERE o.owner = p.owner)`,
    );
  }
  await markTouched(target, run, references);
  await keepTouched(target, run);
  for (const table of prepared) {
    await target.query(
      `DELETE FROM ${table} p USING leaving_owners o WHERE o.owner = p.owner AND o.touched`,
    );
  }
  await target.query("DELETE FROM leaving_owners WHERE touched");
  await removeOwners(target, run, { isReplacing: true });
  await target.query("DROP TABLE judged_records, known_records");
}

/**
 * People who changed here since stay as they are, whatever the source says now: their rows are
 * flagged, and the source's additions and deletions are recorded as such.
 */
async function keepTouched(target: pg.ClientBase, { runId }: MovedRun) {
  const run = literal(runId);
  await target.query(
    `UPDATE public.migration_records r
       SET outcome = 'flagged', codes = array_append(r.codes, c.code)
     FROM leaving_owners o, known_records k
       LEFT JOIN judged_records j USING (owner, entity, key)
       CROSS JOIN LATERAL (SELECT CASE WHEN j.owner IS NULL THEN 'GONE_FROM_SOURCE' ELSE 'CHANGED_ON_BOTH_SIDES' END AS code) c
     WHERE o.touched AND k.owner = o.owner AND r.run_id = ${run} AND r.owner_key = k.owner
       AND r.entity = k.entity AND r.source_key = k.key
       AND (j.owner IS NULL OR ${isHead("r")}) AND NOT c.code = ANY (r.codes)`,
  );
  await target.query(
    `INSERT INTO public.migration_records (run_id, owner_key, entity, source_key, outcome, codes, source_digest, unplaced)
     SELECT ${run}, j.owner, j.entity, j.key, 'quarantined', '{CHANGED_ON_BOTH_SIDES}', j.source_digest, j.unplaced
     FROM judged_records j JOIN leaving_owners o ON o.owner = j.owner AND o.touched
     WHERE NOT EXISTS (SELECT FROM known_records k WHERE k.owner = j.owner AND k.entity = j.entity AND k.key = j.key)`,
  );
}
