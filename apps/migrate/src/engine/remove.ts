import type pg from "pg";
import { literal } from "../sql.ts";
import type { MovedRun } from "./move-source.ts";
import { digestNow, WRITTEN_FIELDS, writtenRows } from "./written.ts";

/** A foreign key to people from a table that this tool doesn't manage. */
export interface ForeignReference {
  table: string;
  column: string;
}

/**
 * Marks the people of `leaving_owners` who differ from what was migrated: a row of theirs has
 * changed or is gone, or they have rows that the migration didn't write. Locks their users first,
 * so this stays true until the transaction ends.
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

/**
 * Tables that a migration writes; a row without a record, and no credential, was made by the person
 * here.
 */
const OWN_TABLES = [
  { table: "accounts", column: "user_id", key: "id", isOwn: "x.provider_id = 'credential'" },
  { table: "totp_factors", column: "user_id", key: "id", isOwn: "false" },
  { table: "mentee_profiles", column: "user_id", key: "user_id", isOwn: "false" },
  { table: "mentor_profiles", column: "user_id", key: "user_id", isOwn: "false" },
] as const;

/**
 * Removes what the run wrote for the people of `leaving_owners`, and their records. `leaves` says
 * whether a row `t` of users is removed, too.
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

/** The target's current foreign keys to people from tables that a migration doesn't write. */
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
