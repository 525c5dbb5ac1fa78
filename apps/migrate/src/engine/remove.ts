import type pg from "pg";
import { literal } from "../sql.ts";
import type { ForeignReference, MovedRows, MovedRun } from "./moved-run.ts";
import { digestNow, WRITTEN_FIELDS, writtenRows } from "./written.ts";
import { isImportedExpertise } from "./written-program.ts";

/**
 * Marks the `leaving_owners` who differ from what was migrated: a row of theirs has changed or is
 * gone, or they have rows that the migration didn't write. Locks them first, so this stays true
 * until the transaction ends.
 */
export async function markTouched(
  target: pg.ClientBase,
  { runId, entities, rows }: MovedRun,
  references: ForeignReference[],
) {
  await rows.lock(target, runId);
  const mine = "r.owner_key IN (SELECT owner FROM leaving_owners)";
  for (const { name, kind } of entities) {
    await target.query(
      `UPDATE leaving_owners SET touched = true WHERE owner IN (
         SELECT n.owner_key FROM (${writtenRows(runId, kind, name, mine)}) n
         WHERE n.target_key IS NOT NULL
           AND ${digestNow(WRITTEN_FIELDS[kind].fields, "n")} IS DISTINCT FROM n.digest)`,
    );
  }
  await target.query(
    `UPDATE leaving_owners SET touched = true
     WHERE NOT touched AND owner IN (${rows.extended(runId, references)})`,
  );
}

/** Removes what the run wrote for the `leaving_owners`, and their records. */
export async function removeOwners(
  target: pg.ClientBase,
  { runId, rows }: MovedRun,
  when = { isReplacing: false },
) {
  await rows.remove(target, runId, when);
  await target.query(
    `DELETE FROM public.migration_records r USING leaving_owners o
     WHERE r.run_id = ${literal(runId)} AND r.owner_key = o.owner`,
  );
}

/** The ids that the run wrote for an entity of the `leaving_owners`, with their owners. */
export const leavingTargets = (runId: string, entity: string) =>
  `SELECT r.owner_key AS owner, r.target_key AS id FROM public.migration_records r
   JOIN leaving_owners o ON o.owner = r.owner_key
   WHERE r.run_id = ${literal(runId)} AND r.entity = ${literal(entity)} AND r.target_key IS NOT NULL`;

/** People with their accounts, authenticator apps and profiles. */
export const peopleRows: MovedRows = {
  noun: "users",
  references: (target) =>
    foreignReferences(
      target,
      ["users", "mentor_profiles", "mentee_profiles"],
      [
        ...OWN_TABLES.map(({ table }) => table),
        // What comes with them, and what the database and the background work derive from them.
        ...["expertise", "avatars", "avatar_fetches"],
        ...["earliest_slots", "mentee_waits", "offered_minutes"],
      ],
    ),
  lock: (target, runId) =>
    target.query(
      `SELECT FROM public.users t WHERE t.id IN (SELECT id FROM (${leavingTargets(runId, "user")}) p)
       ORDER BY t.id FOR UPDATE`,
    ),
  extended(runId, references) {
    const additional = [
      ...references.map(({ table, column }) => `SELECT FROM ${table} x WHERE x.${column} = p.id`),
      ...OWN_TABLES.map((table) => `SELECT ${strangers(runId, table, "p")}`),
      `SELECT FROM public.expertise x WHERE x.mentor_id = p.id AND ${isImportedExpertise("x")}`,
    ];
    return `SELECT p.owner FROM (${leavingTargets(runId, "user")}) p
      WHERE ${additional.map((rows) => `EXISTS (${rows})`).join(" OR ")}`;
  },
  async remove(target, runId, { isReplacing }) {
    const people = `SELECT p.id FROM (${leavingTargets(runId, "user")}) p`;
    for (const { table } of OWN_TABLES) {
      await target.query(`DELETE FROM public.${table} t WHERE t.user_id IN (${people})`);
    }
    const leaves = isReplacing
      ? "NOT EXISTS (SELECT FROM prepared_users p WHERE p.target_key = t.id)"
      : "true";
    await target.query(`DELETE FROM public.users t WHERE t.id IN (${people}) AND ${leaves}`);
  },
};

/**
 * Tables that a migration writes; a row without a record, and no credential, was made by the person
 * here.
 */
export const OWN_TABLES = [
  {
    table: "accounts",
    column: "user_id",
    key: "id",
    isOwn: "x.provider_id = 'credential' AND x.account_id = x.user_id",
  },
  { table: "totp_factors", column: "user_id", key: "id", isOwn: "false" },
  { table: "mentee_profiles", column: "user_id", key: "user_id", isOwn: "false" },
  { table: "mentor_profiles", column: "user_id", key: "user_id", isOwn: "false" },
] as const;

/** The rows `x` of a table that the run didn't write, of a person `p` with an owner and an id. */
export function strangers(
  runId: string,
  { table, column, key, isOwn }: (typeof OWN_TABLES)[number],
  p: string,
) {
  return `FROM public.${table} x WHERE x.${column} = ${p}.id AND NOT (${isOwn})
    AND NOT EXISTS (SELECT FROM public.migration_records r WHERE r.run_id = ${literal(runId)}
      AND r.owner_key = ${p}.owner AND r.entity <> 'user' AND r.target_key = x.${key})`;
}

/** The target's current foreign keys to these tables from all but some. */
export async function foreignReferences(
  target: pg.ClientBase,
  to: string[],
  except: string[],
): Promise<ForeignReference[]> {
  const { rows } = await target.query<ForeignReference>(
    `SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS table, quote_ident(a.attname) AS column
     FROM pg_constraint k
     JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
     WHERE k.contype = 'f' AND cardinality(k.conkey) = 1
       AND k.confrelid IN (SELECT ('public.' || quote_ident(t))::regclass FROM unnest($1::text[]) t)
       AND c.relname <> ALL ($2)
     ORDER BY 1, 2`,
    [to, except],
  );
  return rows;
}
