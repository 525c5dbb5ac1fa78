import { createInterface } from "node:readline";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { openSource, openTarget } from "../connections.ts";
import { closeSessions } from "../engine/sessions.ts";
import { parseExactly } from "../file/json.ts";
import type { SourceRow } from "../file/person.ts";
import { isRecord } from "../file/values.ts";
import { MigrationRefused } from "../refusal.ts";
import { identifier } from "../sql.ts";
import { requireTwoDatabases } from "../supabase/source.ts";
import type { OpenedPreset } from "./preset.ts";

/** Names under which an app has a table; it has one of them. */
export interface AppTables {
  users: string[];
  accounts: string[];
  /** Tables of people's 2FA, if it has any: who has a row there has 2FA. */
  factors?: string[];
}

/** A person of an app's database, with the accounts. */
export interface AppUser {
  user: Row;
  accounts: Row[];
  hasFactor: boolean;
}

/** A row by its columns' names without case and underscores, as libraries spell them differently. */
export type Row = Record<string, unknown>;

/**
 * Opens an app's database as a preset.
 *
 * Errors: ENVIRONMENT_INVALID when it isn't named, SAME_DATABASE when it is the target itself.
 */
export async function openAppUsers(
  { databaseUrl, toUrl }: { databaseUrl: string | undefined; toUrl: string },
  tables: AppTables,
  read: OpenedPreset["read"],
): Promise<OpenedPreset> {
  if (databaseUrl === undefined) {
    throw new MigrationRefused("ENVIRONMENT_INVALID", "FROM_DATABASE_URL isn't set");
  }
  await requireAnotherDatabase(databaseUrl, toUrl);
  return { rows: () => readAppUsers(databaseUrl, tables), read };
}

/**
 * The people of an app's database with their accounts, and accounts without a person, read as a
 * stream from one snapshot. Every time is in UTC.
 *
 * Errors: SOURCE_COLUMN_MISSING when it has none of the tables or columns.
 */
async function* readAppUsers(url: string, tables: AppTables): AsyncGenerator<SourceRow> {
  const source = await openSource(url);
  try {
    await source.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const users = await findTable(source, tables.users);
    const accounts = await findTable(source, tables.accounts);
    const factors = await findTable(source, tables.factors ?? []);
    if (users === undefined || accounts === undefined) {
      throw new MigrationRefused(
        "SOURCE_COLUMN_MISSING",
        `the source has no table ${(users === undefined ? tables.users : tables.accounts).join(" or ")} in the schema public`,
      );
    }
    const owner = await ownerColumn(source, accounts);
    // IDs are compared as texts, because some apps refer to them with another type.
    const withFactors =
      factors === undefined
        ? "(SELECT NULL::text AS owner WHERE false)"
        : `(SELECT DISTINCT ${await ownerColumn(source, factors)}::text AS owner FROM ${factors})`;
    const people = `SELECT jsonb_build_object('user', to_jsonb(u) || jsonb_build_object('id', u.id::text),
        'factor', f.owner IS NOT NULL, 'accounts', coalesce(a.accounts, '[]'))
      FROM ${users} u
      LEFT JOIN (SELECT x.${owner}::text AS owner, jsonb_agg(to_jsonb(x) ORDER BY to_jsonb(x)::text) AS accounts
        FROM ${accounts} x GROUP BY 1) a ON a.owner = u.id::text
      LEFT JOIN ${withFactors} f ON f.owner = u.id::text`;
    const strays = `SELECT jsonb_build_object('accounts', jsonb_build_array(to_jsonb(a)))
      FROM ${accounts} a LEFT JOIN ${users} u ON u.id::text = a.${owner}::text WHERE u.id IS NULL`;
    let position = 0;
    for await (const value of jsonOf(source, `${people} UNION ALL ${strays}`)) {
      position += 1;
      yield { file: "database", position, value: appUser(value) };
    }
  } finally {
    await source.end();
  }
}

/** Errors: SAME_DATABASE when both are one: the target would be migrated into itself. */
async function requireAnotherDatabase(fromUrl: string, toUrl: string) {
  const source = await openSource(fromUrl);
  const target = await openTarget(toUrl).catch(async (error: unknown) => {
    await source.end();
    throw error;
  });
  try {
    await requireTwoDatabases({ source, target });
  } finally {
    await closeSessions({ source, target });
  }
}

/** A row of `readAppUsers`; the user is empty for an account without one. */
function appUser(value: unknown): AppUser | null {
  if (!isRecord(value)) return null;
  const accounts = Array.isArray(value.accounts) ? value.accounts : [];
  return {
    user: plain(value.user),
    accounts: accounts.map(plain),
    hasFactor: value.factor === true,
  };
}

function plain(row: unknown): Row {
  const columns = isRecord(row) ? Object.entries(row) : [];
  return Object.fromEntries(
    columns.map(([name, value]) => [name.replaceAll("_", "").toLowerCase(), value]),
  );
}

export function isAppUser(value: unknown): value is AppUser {
  return isRecord(value) && isRecord(value.user) && Array.isArray(value.accounts);
}

async function findTable(source: pg.ClientBase, names: string[]): Promise<string | undefined> {
  for (const name of names) {
    const { rows } = await source.query<{ found: boolean }>(
      "SELECT to_regclass($1) IS NOT NULL AS found",
      [identifier(name)],
    );
    if (rows[0]?.found === true) return identifier(name);
  }
  return undefined;
}

async function ownerColumn(source: pg.ClientBase, table: string): Promise<string> {
  const { rows } = await source.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute
     WHERE attrelid = to_regclass($1) AND attnum > 0 AND replace(lower(attname), '_', '') = 'userid'`,
    [table],
  );
  const name = rows[0]?.name;
  if (name !== undefined) return identifier(name);
  throw new MigrationRefused(
    "SOURCE_COLUMN_MISSING",
    `${table} of the source has no column userId or user_id`,
  );
}

/** The JSON in a query's only column, as a stream: COPY escapes backslashes and line ends. */
async function* jsonOf(source: pg.ClientBase, select: string): AsyncGenerator<unknown> {
  const input = source.query(copyTo(`COPY (${select}) TO STDOUT`));
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    yield parseExactly(line.replaceAll("\\\\", "\\"));
  }
}
