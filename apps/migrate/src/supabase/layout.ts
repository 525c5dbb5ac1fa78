import type pg from "pg";
import { codeOf } from "../error-code.ts";
import { columnsIn, sourcesIn } from "../mapping.ts";
import { MigrationRefused } from "../refusal.ts";
import { identifier, tableName } from "../sql.ts";
import type { SupabaseMapping } from "./mapping.ts";

/** The shape of the source. Its tables have changed over the years, so nothing is assumed. */
export interface SupabaseLayout {
  /** The existing columns of auth.users. */
  users: ReadonlySet<string>;
  /** Since the end of 2023, an identity has its own id; before, its key was provider and id. */
  identitiesHaveIds: boolean;
  hasIdentities: boolean;
  hasFactors: boolean;
  /** Since 2024, a factor can be a phone. */
  factorsHavePhones: boolean;
  /** Passkeys to sign in with, which aren't factors. */
  hasPasskeys: boolean;
}

const REQUIRED: Record<string, readonly string[]> = {
  "auth.users": [
    "id",
    "email",
    "encrypted_password",
    "email_confirmed_at",
    "raw_app_meta_data",
    "raw_user_meta_data",
    "created_at",
    "updated_at",
  ],
  "auth.identities": ["user_id", "id", "provider", "identity_data"],
  "auth.mfa_factors": ["id", "user_id", "factor_type", "status", "secret"],
};

const PASSKEYS = "auth.webauthn_credentials";

/**
 * Inspects the source and rejects what can't be migrated faithfully.
 *
 * Errors: SOURCE_COLUMN_MISSING, SOURCE_ROW_SECURITY, SOURCE_FORBIDDEN, SOURCE_EMPTY or
 * SOURCE_KEY_AMBIGUOUS when it can't.
 */
export async function readLayout(
  source: pg.ClientBase,
  mapping: SupabaseMapping,
): Promise<SupabaseLayout> {
  const tables = [...Object.keys(REQUIRED), ...mapping.profiles.map(({ table }) => table)];
  const columns = await readColumns(source, [...tables, PASSKEYS]);
  for (const [table, names] of Object.entries(REQUIRED)) {
    const present = columns.get(table);
    // Old projects have no factors, and a hand-made auth schema may have no identities.
    if (present === undefined && table !== "auth.users") continue;
    requireColumns(table, present, names);
  }
  for (const table of mapping.profiles) {
    const present = columns.get(table.table);
    requireColumns(table.table, present, mappedColumns(table));
    requireUuid(table, present);
    requireTimes(table, present);
  }
  for (const table of tables) {
    if (columns.has(table)) await requireReadable(source, table);
  }
  await requireRows(source);
  for (const table of mapping.profiles) await requireKey(source, table);
  const identities = columns.get("auth.identities");
  return {
    users: new Set(columns.get("auth.users")?.keys()),
    hasIdentities: identities !== undefined,
    identitiesHaveIds: identities?.has("provider_id") === true,
    hasFactors: columns.has("auth.mfa_factors"),
    factorsHavePhones: columns.get("auth.mfa_factors")?.has("phone") === true,
    hasPasskeys:
      columns.get(PASSKEYS)?.has("user_id") === true && (await isReadable(source, PASSKEYS)),
  };
}

/** Every column read from a mapped table. */
export function mappedColumns(table: SupabaseMapping["profiles"][number]): string[] {
  const { key, owner, name, timeZone, createdAt, updatedAt, mentee, mentor } = table;
  const own = [key, owner, name, timeZone, createdAt, updatedAt];
  return columnsIn([...own, ...sourcesIn(mentee), ...sourcesIn(mentor)]);
}

/** The columns of tables, by name, with their types, without tables that don't exist. */
export async function readColumns(source: pg.ClientBase, tables: string[]) {
  const { rows } = await source.query<{ table: string; column: string; type: string }>(
    `SELECT n.nspname || '.' || c.relname AS table, a.attname AS column,
            format_type(coalesce(nullif(t.typbasetype, 0), t.oid), NULL) AS type
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     JOIN pg_type t ON t.oid = a.atttypid
     WHERE n.nspname || '.' || c.relname = ANY($1)`,
    [tables],
  );
  const found = new Map<string, Map<string, string>>();
  for (const { table, column, type } of rows) {
    const columns = found.get(table) ?? new Map<string, string>();
    found.set(table, columns.set(column, type));
  }
  return found;
}

function requireColumns(
  table: string,
  present: ReadonlyMap<string, string> | undefined,
  names: readonly string[],
) {
  const missing = names.filter((name) => present?.has(name) !== true);
  if (missing.length === 0) return;
  throw new MigrationRefused(
    "SOURCE_COLUMN_MISSING",
    present === undefined
      ? `the source (FROM_DATABASE_URL) has no table ${table}; ${table === "auth.users" ? "is it a Supabase project?" : "check the mapping"}`
      : `${table} of the source has no column ${missing.join(", ")}`,
  );
}

function requireUuid(
  { table, owner }: SupabaseMapping["profiles"][number],
  present: ReadonlyMap<string, string> | undefined,
) {
  const type = present?.get(owner);
  if (type === "uuid") return;
  throw new MigrationRefused(
    "SOURCE_COLUMN_MISSING",
    `${table}.${owner} of the source is ${type}, but the id of a user is a uuid`,
  );
}

const TIMES = ["timestamp with time zone", "timestamp without time zone", "date"];

function requireTimes(
  { table, createdAt, updatedAt }: SupabaseMapping["profiles"][number],
  present: ReadonlyMap<string, string> | undefined,
) {
  for (const column of [createdAt, updatedAt]) {
    const type = column === undefined ? undefined : present?.get(column);
    if (type === undefined || TIMES.includes(type)) continue;
    throw new MigrationRefused(
      "SOURCE_COLUMN_MISSING",
      `${table}.${column} of the source is ${type}, not a time; leave it out of the mapping, or create a view`,
    );
  }
}

/**
 * Keys identify records. An index may guarantee that they are unique; of a view, all rows are
 * checked.
 */
async function requireKey(
  source: pg.ClientBase,
  { table, key }: SupabaseMapping["profiles"][number],
) {
  const { rows } = await source.query<{ promised: boolean }>(
    `SELECT EXISTS (
       SELECT FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
       WHERE i.indrelid = $1::regclass AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
         AND i.indnkeyatts = 1 AND a.attname = $2 AND a.attnotnull) AS promised`,
    [tableName(table), key],
  );
  if (rows[0]?.promised === true) return;
  const column = identifier(key);
  const ambiguous = await source.query(
    `SELECT FROM ${tableName(table)} GROUP BY ${column}::text HAVING count(*) > 1 OR ${column}::text IS NULL LIMIT 1`,
  );
  if (ambiguous.rows.length === 0) return;
  throw new MigrationRefused(
    "SOURCE_KEY_AMBIGUOUS",
    `${table}.${key} of the source isn't unique; name another column as its key`,
  );
}

/** Row-level security silently hides rows; this makes it an error. */
async function requireReadable(source: pg.ClientBase, table: string) {
  try {
    await source.query(`SELECT FROM ${tableName(table)} LIMIT 1`);
  } catch (error) {
    if (codeOf(error) !== "42501") throw error;
    const isFiltered = error instanceof Error && /row-level security/.test(error.message);
    throw isFiltered
      ? new MigrationRefused(
          "SOURCE_ROW_SECURITY",
          `row security would hide rows of ${table} from the role in FROM_DATABASE_URL; use one with BYPASSRLS, such as the project's postgres role`,
        )
      : new MigrationRefused(
          "SOURCE_FORBIDDEN",
          `the role in FROM_DATABASE_URL may not read ${table}; use the project's postgres role, or grant SELECT`,
        );
  }
}

/** Whether the role sees all rows of a table that a migration can do without. */
async function isReadable(source: pg.ClientBase, table: string) {
  const { rows } = await source.query<{ readable: boolean }>(
    "SELECT has_table_privilege($1, 'SELECT') AND NOT row_security_active($1) AS readable",
    [table],
  );
  return rows[0]?.readable === true;
}

async function requireRows(source: pg.ClientBase) {
  const { rows } = await source.query("SELECT FROM auth.users LIMIT 1");
  if (rows.length > 0) return;
  throw new MigrationRefused(
    "SOURCE_EMPTY",
    "auth.users of the source is empty; is FROM_DATABASE_URL the right project?",
  );
}
