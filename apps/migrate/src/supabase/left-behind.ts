import type pg from "pg";
import type { LeftBehind } from "../engine/report.ts";
import { tableName } from "../sql.ts";
import type { RunOptions } from "./preflight.ts";

/** Sessions and one-time secrets end with the migration: everybody signs in again. */
const DROPPED = [
  "auth.sessions",
  "auth.refresh_tokens",
  "auth.one_time_tokens",
  "auth.mfa_challenges",
  "auth.webauthn_credentials",
];

/**
 * The numbers of the source's rows that are never migrated, and of rows about people that aren't in
 * the mapping.
 */
export async function countLeftBehind(
  source: pg.ClientBase,
  { mapping }: RunOptions,
): Promise<LeftBehind> {
  const mapped = mapping.profiles.map(({ table }) => table);
  const owned = await tablesOfPeople(source);
  return {
    dropped: await countRows(source, DROPPED),
    unmapped: await countRows(
      source,
      owned.filter((table) => !mapped.includes(table)),
    ),
  };
}

/** The project's own tables whose rows refer to users, and its profiles in any case. */
async function tablesOfPeople(source: pg.ClientBase) {
  const { rows } = await source.query<{ table: string }>(
    `SELECT DISTINCT n.nspname || '.' || c.relname AS table
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid = to_regclass('auth.users')
     WHERE n.nspname <> 'auth' AND (k.oid IS NOT NULL OR c.oid = to_regclass('public.profiles'))
     ORDER BY 1`,
  );
  return rows.map(({ table }) => table);
}

async function countRows(source: pg.ClientBase, tables: string[]) {
  const counts: Record<string, number> = {};
  for (const table of tables) {
    if (!(await isReadable(source, table))) continue;
    const { rows } = await source.query<{ count: number }>(
      `SELECT count(*)::float8 AS count FROM ${tableName(table)}`,
    );
    counts[table] = rows[0]?.count ?? 0;
  }
  return counts;
}

/** Whether this role may read all rows of a table, because it can't count what it can't see. */
async function isReadable(source: pg.ClientBase, table: string) {
  const { rows } = await source.query<{ readable: boolean }>(
    `SELECT coalesce(has_table_privilege(to_regclass($1), 'SELECT')
       AND NOT row_security_active(to_regclass($1)), false) AS readable`,
    [tableName(table)],
  );
  return rows[0]?.readable === true;
}
