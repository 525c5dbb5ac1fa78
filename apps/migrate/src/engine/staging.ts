import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { digestOf, literal } from "../sql.ts";
import { LEAVING_OWNERS } from "./leaving-owners.ts";
import type { Preparations } from "./prepared.ts";
import type { Scope } from "./scope.ts";
import type { Sessions } from "./sessions.ts";
import type { WrittenKind } from "./written.ts";

/** A kind of source row: how it is read, in one shape for every layout of the source. */
export interface SourceEntity {
  /** As in the records: user, identity, factor, or a table's name. */
  name: string;
  kind: WrittenKind;
  staging: "staged_users" | "staged_identities" | "staged_factors" | "staged_profiles";
  /** The rows of a scope, with the staging table's columns in order. */
  select: (scope: Scope) => string;
  /** The table alone, for counting. */
  table: string;
}

/** Staging tables: the columns of a source row that matter here, with their types. */
export const STAGING = {
  staged_users: {
    owner: "text",
    key: "text",
    instance_id: "uuid",
    email: "text",
    phone: "text",
    password_hash: "text",
    email_confirmed_at: "timestamptz",
    last_sign_in_at: "timestamptz",
    created_at: "timestamptz",
    updated_at: "timestamptz",
    banned_until: "timestamptz",
    deleted_at: "timestamptz",
    is_sso_user: "boolean",
    is_anonymous: "boolean",
    is_super_admin: "boolean",
    app_metadata: "jsonb",
    user_metadata: "jsonb",
    second_factor: "text",
    profile_name: "text",
    profile_zone: "text",
    unplaced: "jsonb",
  },
  staged_identities: {
    owner: "text",
    key: "text",
    provider: "text",
    subject: "text",
    data: "jsonb",
    created_at: "timestamptz",
    updated_at: "timestamptz",
  },
  staged_factors: {
    owner: "text",
    key: "text",
    name: "text",
    type: "text",
    status: "text",
    secret: "text",
    phone: "text",
    created_at: "timestamptz",
    updated_at: "timestamptz",
  },
  staged_profiles: {
    owner: "text",
    key: "text",
    entity: "text",
    data: "jsonb",
    app_metadata: "jsonb",
    ordinal: "int",
  },
} as const;

/** The rows of an entity with the names and types of its staging table. */
export function stagedRows({ staging, select }: SourceEntity, scope: Scope) {
  const columns = Object.entries(STAGING[staging]);
  const typed = columns.map(([name, type]) => `c.${name}::${type}`);
  return `SELECT ${typed.join(", ")} FROM (${select(scope)}) c (${columns.map(([name]) => name).join(", ")})`;
}

/** What only the whole source shows. Found once, and copied to each worker. */
export const FINDINGS = {
  twin_addresses: "address text PRIMARY KEY, among_sso boolean NOT NULL",
  twin_subjects: "provider text, subject text, PRIMARY KEY (provider, subject)",
  named_people: "word text PRIMARY KEY, person_id text, candidates int, has_other_name boolean",
  clashing_sessions: "owner text, code text, PRIMARY KEY (owner, code)",
} as const;

const HELPERS = {
  ...FINDINGS,
  leaving_owners: LEAVING_OWNERS,
  settled_owners: "owner text PRIMARY KEY",
  replaced_users: "owner text, target_id text PRIMARY KEY",
  rejected_entities: "entity text PRIMARY KEY, codes text[]",
} as const;

/** Creates the temporary tables for rows of a source in a session. */
export async function createTables(session: pg.ClientBase) {
  for (const [name, columns] of Object.entries(STAGING)) {
    const typed = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
    await session.query(`CREATE TEMP TABLE ${name} (${typed.join(", ")})`);
  }
}

/** Creates the session's temporary tables: nobody else sees them, and they end with the session. */
export async function createStaging(target: pg.ClientBase, prepared: Preparations) {
  await createTables(target);
  for (const [name, columns] of Object.entries(HELPERS)) {
    await target.query(`CREATE TEMP TABLE ${name} (${columns})`);
  }
  for (const [name, select] of Object.entries(prepared)) {
    await target.query(`CREATE TEMP TABLE ${name} AS ${select} WITH NO DATA`);
  }
  const rows = Object.keys(STAGING).map(
    (table) =>
      `SELECT s.owner, ${entityOf(table)} AS entity, s.key, ${digestOf("s")} AS digest FROM ${table} s`,
  );
  await target.query(`CREATE TEMP VIEW staged_rows AS ${rows.join(" UNION ALL ")}`);
}

const ENTITIES: Record<string, string> = {
  staged_users: "'user'",
  staged_identities: "'identity'",
  staged_factors: "'factor'",
};
const entityOf = (table: string) => ENTITIES[table] ?? "s.entity";

/**
 * Copies the rows of a scope from the source into the empty staging tables, as a stream: this
 * process reads no row. For the `unread` entities, it copies only keys.
 */
export async function stage(
  { source, target }: Sessions,
  entities: SourceEntity[],
  scope: Scope,
  unread: string[],
) {
  for (const entity of entities) {
    const rows = unread.includes(entity.name) ? keysAlone : stagedRows;
    await copy(source, rows(entity, scope), target, entity.staging);
  }
  for (const table of Object.keys(STAGING)) await target.query(`ANALYZE ${table}`);
}

/** The rows of a scope with only their keys, in the same shape. */
export function keysAlone({ name, staging, select }: SourceEntity, scope: Scope) {
  const known: Record<string, string> = {
    owner: "c.owner",
    key: "c.key",
    entity: literal(name),
    ordinal: "1",
  };
  const columns = Object.entries(STAGING[staging]).map(
    ([column, type]) => `(${known[column] ?? "NULL"})::${type} AS ${column}`,
  );
  // Columns that aren't selected aren't computed.
  return `SELECT ${columns.join(", ")} FROM (${select(scope)}) c (owner, key)`;
}

/**
 * Streams the result of a query on one server into a table on the other. The format is binary, so
 * the columns must have the table's types.
 */
export async function copy(
  source: pg.ClientBase,
  select: string,
  target: pg.ClientBase,
  table: string,
) {
  await pipeline(
    source.query(copyTo(`COPY (${select}) TO STDOUT (FORMAT binary)`)),
    target.query(copyFrom(`COPY ${table} FROM STDIN (FORMAT binary)`)),
  );
}
