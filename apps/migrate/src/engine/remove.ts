import type pg from "pg";
import { literal } from "../sql.ts";
import type { MovedRun } from "./move-source.ts";
import { digestNow, WRITTEN_FIELDS, writtenRows } from "./written.ts";

/** A table outside this tool's care with a foreign key to people. */
export interface ForeignReference {
  table: string;
  column: string;
}

/**
 * Marks the people of `leaving_owners` who are no longer as they were moved: a row of theirs reads
 * differently or is gone, or they have rows the move did not make. Their users are locked first, so
 * that it stays true until the transaction ends.
 */
export async function markTouched(
  target: pg.ClientBase,
  run: MovedRun,
  references: ForeignReference[],
) {
  const people = `SELECT r.owner_key AS owner, r.target_key AS id FROM public.migration_records r
    JOIN leaving_owners o ON o.owner = r.owner_key
    WHERE r.run_id = ${literal(run.runId)} AND r.entity = 'user' AND r.target_key IS NOT NULL`;
  await target.query(
    `SELECT FROM public.users t WHERE t.id IN (SELECT id FROM (${people}) p) ORDER BY t.id FOR UPDATE`,
  );
  const mine = "r.owner_key IN (SELECT owner FROM leaving_owners)";
  for (const { name, kind } of run.entities) {
    await target.query(
      `UPDATE leaving_owners SET touched = true WHERE owner IN (
         SELECT n.owner_key FROM (${writtenRows(run.runId, kind, name, mine)}) n
         WHERE n.target_key IS NOT NULL
           AND ${digestNow(WRITTEN_FIELDS[kind].fields, "n")} IS DISTINCT FROM n.digest)`,
    );
  }
  const strangers = [
    ...references.map(
      ({ table, column }) => `EXISTS (SELECT FROM ${table} x WHERE x.${column} = p.id)`,
    ),
    ...OWN_TABLES.map(
      ({ table, column, key, isOwn }) =>
        `EXISTS (SELECT FROM public.${table} x WHERE x.${column} = p.id AND NOT (${isOwn})
           AND NOT EXISTS (SELECT FROM public.migration_records r WHERE r.run_id = ${literal(run.runId)}
             AND r.owner_key = p.owner AND r.entity <> 'user' AND r.target_key = x.${key}))`,
    ),
  ];
  await target.query(
    `UPDATE leaving_owners SET touched = true WHERE NOT touched AND owner IN (
       SELECT p.owner FROM (${people}) p WHERE ${strangers.join(" OR ")})`,
  );
}

/** Tables a move writes; a row without a record, and no credential, is the person's own doing. */
const OWN_TABLES = [
  { table: "accounts", column: "user_id", key: "id", isOwn: "x.provider_id = 'credential'" },
  { table: "totp_factors", column: "user_id", key: "id", isOwn: "false" },
  { table: "mentee_profiles", column: "user_id", key: "user_id", isOwn: "false" },
  { table: "mentor_profiles", column: "user_id", key: "user_id", isOwn: "false" },
] as const;

/**
 * Takes away what the run wrote for the people of `leaving_owners`, and their records. `leaves`
 * tells, of a row `t` of users, whether that goes too.
 */
export async function removeOwners(
  target: pg.ClientBase,
  { runId }: { runId: string },
  leaves = "true",
) {
  const people = `SELECT r.target_key FROM public.migration_records r JOIN leaving_owners o ON o.owner = r.owner_key
    WHERE r.run_id = ${literal(runId)} AND r.entity = 'user' AND r.target_key IS NOT NULL`;
  for (const table of ["accounts", "totp_factors", "mentee_profiles", "mentor_profiles"]) {
    await target.query(`DELETE FROM public.${table} t WHERE t.user_id IN (${people})`);
  }
  await target.query(`DELETE FROM public.users t WHERE t.id IN (${people}) AND ${leaves}`);
  await target.query(
    `DELETE FROM public.migration_records r USING leaving_owners o
     WHERE r.run_id = ${literal(runId)} AND r.owner_key = o.owner`,
  );
}

/** Foreign keys to people from tables a move does not write, as the target has them now. */
export async function foreignReferences(target: pg.ClientBase): Promise<ForeignReference[]> {
  const { rows } = await target.query<ForeignReference>(
    `SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS table, quote_ident(a.attname) AS column
     FROM pg_constraint k
     JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
     WHERE k.contype = 'f' AND cardinality(k.conkey) = 1
       AND k.confrelid IN ('public.users'::regclass, 'public.mentor_profiles'::regclass, 'public.mentee_profiles'::regclass)
       AND c.relname NOT IN ('accounts', 'totp_factors', 'mentor_profiles', 'mentee_profiles', 'expertise', 'earliest_slots')
     ORDER BY 1, 2`,
  );
  return rows;
}
