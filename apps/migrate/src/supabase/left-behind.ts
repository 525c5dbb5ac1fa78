import type pg from "pg";
import type { LeftBehind } from "../engine/report.ts";
import { identifier, tableName } from "../sql.ts";
import type { RunOptions } from "./preflight.ts";

/** What is migrated of Supabase Auth itself. */
const MIGRATED = ["auth.users", "auth.identities", "auth.mfa_factors"];

/**
 * Columns that name a person, by their usual names, with or without a foreign key. Also in the
 * spelling of camelCase.
 */
const NAMES_A_PERSON =
  "^((.*_)?(user|owner|author|creator|profile|member|mentor|mentee|student|teacher|coach|person|customer|participant|attendee|sender|recipient|invitee|follower)(_?u?u?id)?|uid|auth_id|(created|updated|deleted|invited|uploaded|assigned|approved)_?by(_id)?|(.*_)?e_?mail(_address)?)$";

/** In rows of a table: enough to see whether a column of ids names users. */
const SAMPLE = 1_000;

interface Found {
  table: string;
  /** A foreign key or a column's name says that its rows are about people. */
  isNamed: boolean;
  /** Its columns of type uuid, which may hold the ids of users. */
  uuids: string[];
  /** Whether this role may read all of its rows. */
  readable: boolean;
  /** By the server's statistics; null if it has none. */
  estimate: number | null;
}

/**
 * The tables with rows about people that don't migrate, with the numbers of their rows: those of
 * Supabase Auth, which end with the migration, the project's own, and those that this role can't
 * read, for which there are only estimates.
 */
export async function countLeftBehind(
  source: pg.ClientBase,
  { mapping }: RunOptions,
): Promise<LeftBehind> {
  const migrated = new Set([...MIGRATED, ...mapping.profiles.map(({ table }) => table)]);
  const left: LeftBehind = { dropped: {}, unmapped: {}, unreadable: {} };
  for (const found of await readTables(source)) {
    const { table, readable, estimate, isNamed } = found;
    if (migrated.has(table)) continue;
    if (!isNamed && !(readable && (await holdsUsers(source, found)))) continue;
    if (readable) {
      const counts = table.startsWith("auth.") ? left.dropped : left.unmapped;
      counts[table] = await countRows(source, table);
    } else left.unreadable[table] = estimate;
  }
  return left;
}

/** All tables, and whether they refer to users by foreign keys, in any chain, or by their names. */
async function readTables(source: pg.ClientBase) {
  const { rows } = await source.query<Found>(
    `WITH RECURSIVE referring(oid) AS (
       SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = 'auth' AND c.relname = 'users'
       UNION
       SELECT k.conrelid FROM pg_constraint k JOIN referring r ON k.confrelid = r.oid WHERE k.contype = 'f')
     SELECT n.nspname || '.' || c.relname AS table,
       c.relname = 'profiles' OR c.oid IN (SELECT oid FROM referring) OR coalesce(a.is_named, false) AS "isNamed",
       coalesce(a.uuids, '{}') AS uuids,
       c.relkind <> 'f' AND has_schema_privilege(n.oid, 'USAGE')
         AND has_table_privilege(c.oid, 'SELECT') AND NOT row_security_active(c.oid) AS readable,
       CASE WHEN c.reltuples >= 0 THEN c.reltuples::float8 END AS estimate
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     CROSS JOIN LATERAL (
       SELECT bool_or(regexp_replace(a.attname, '([a-z])([A-Z])', '\\1_\\2', 'g') ~* $1) AS is_named,
         array_agg(a.attname::text) FILTER (WHERE a.atttypid = 'uuid'::regtype) AS uuids
       FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) a
     WHERE c.relkind IN ('r', 'p', 'f') AND NOT c.relispartition
       AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
     ORDER BY 1`,
    [NAMES_A_PERSON],
  );
  return rows;
}

/** Whether one of a table's first rows has the id of a user in any column. */
async function holdsUsers(source: pg.ClientBase, { table, uuids }: Found) {
  for (const column of uuids) {
    const { rows } = await source.query(
      `SELECT FROM (SELECT ${identifier(column)} AS id FROM ${tableName(table)} LIMIT ${SAMPLE}) s
       WHERE EXISTS (SELECT FROM auth.users u WHERE u.id = s.id) LIMIT 1`,
    );
    if (rows.length > 0) return true;
  }
  return false;
}

async function countRows(source: pg.ClientBase, table: string) {
  const { rows } = await source.query<{ count: number }>(
    `SELECT count(*)::float8 AS count FROM ${tableName(table)}`,
  );
  return rows[0]?.count ?? 0;
}
