import { PrismaPg } from "@prisma/adapter-pg";
import {
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from "@prisma/driver-adapter-utils";
import pg from "pg";
import { EngineError } from "./engine-error.ts";

/**
 * The engine's connection target. `tls` is what Node's TLS gets, or false for a plain connection.
 */
export interface EngineTarget {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  schema: string | undefined;
  tls: false | { rejectUnauthorized: true; ca?: string };
}

/** Prisma's codes by SQLSTATE; on P1003 the CLI offers to create the database. */
const connectionErrorCodes = new Map([
  ["28P01", "P1000"], // wrong password
  ["3D000", "P1003"], // no such database
  ["28000", "P1010"], // this user may not connect
]);

/**
 * The driver adapter for Prisma's schema engine. It builds on `@prisma/adapter-pg`, which is made
 * for an application's queries and lacks what migrations need: the catalog type `"char"`, scripts
 * whose function bodies contain semicolons, and a shadow database.
 */
export function createMigrationAdapterFactory(
  target: EngineTarget,
): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => connect(target),
    connectToShadowDb: () => connectToShadowDatabase(target),
  };
}

/**
 * Opens a connection.
 *
 * Errors: P1000 to P1011 when no connection can be opened.
 */
export async function connect(target: EngineTarget): Promise<SqlDriverAdapter> {
  const { host, port, user, password, database, schema, tls } = target;
  const pool = new pg.Pool({
    host,
    port,
    user,
    password,
    database,
    ssl: tls,
    connectionTimeoutMillis: 60_000,
    // A single open connection, because the lock on migrations belongs to the session that took it.
    max: 1,
    idleTimeoutMillis: 0,
  });
  const client = await pool.connect().catch((error: unknown) => {
    throw connectionError(error, target);
  });
  if (schema) await client.query(`SET search_path TO ${pg.escapeIdentifier(schema)}`);
  client.release();

  const charColumns = new WeakMap<unknown[], Set<number>>();
  const adapter = await new PrismaPg(readingChar(pool, charColumns), { schema }).connect();
  const queryRaw = adapter.queryRaw.bind(adapter);
  return Object.assign(adapter, {
    dispose: () => pool.end(),
    async queryRaw(query: SqlQuery) {
      const result = await queryRaw(query);
      for (const column of charColumns.get(result.rows) ?? []) {
        result.columnTypes[column] = ColumnTypeEnum.Character;
      }
      return result;
    },
    // The adapter's own version splits a script at every semicolon. As one query, it is also one
    // transaction.
    async executeScript(script: string) {
      await pool.query(script).catch((error: unknown) => {
        throw error instanceof pg.DatabaseError ? scriptError(error, script) : error;
      });
    },
  });
}

/** Creates the target's database, through the server's database `postgres`. */
export async function createDatabase(target: EngineTarget) {
  const server = await connect({ ...target, database: "postgres", schema: undefined });
  await server.executeScript(`CREATE DATABASE ${pg.escapeIdentifier(target.database)}`);
  await server.dispose();
}

async function connectToShadowDatabase(target: EngineTarget): Promise<SqlDriverAdapter> {
  const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
  const main = await connect(target);
  await main.executeScript(`CREATE DATABASE "${database}"`).catch((error: Error) => {
    throw new EngineError(`Can't create a shadow database: ${error.message}`, "P3014");
  });
  const shadow = await connect({ ...target, database });
  const disconnect = shadow.dispose;
  shadow.dispose = async () => {
    await disconnect();
    await dropWhenVacant(main, database);
    await main.dispose();
  };
  return shadow;
}

/** Each attempt waits up to five seconds, by the server's own clock. */
const ATTEMPTS = 60;

/**
 * Drops a database that nobody uses any more, though the server may still be closing our last
 * connection. Not with FORCE: only a superuser may force autovacuum out, and a plain DROP makes the
 * server do it.
 */
async function dropWhenVacant(main: SqlDriverAdapter, database: string) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await main.executeScript(`DROP DATABASE "${database}"`);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || !isInUse(error)) throw error;
    }
  }
}

const isInUse = (error: unknown) =>
  error instanceof DriverAdapterError &&
  error.cause.kind === "postgres" &&
  error.cause.code === "55006";

/**
 * The pool, with columns of type `"char"` labeled as text, because adapter-pg rejects the type. The
 * engine needs to tell them apart, so they are recorded under their rows.
 */
function readingChar(pool: pg.Pool, charColumns: WeakMap<unknown[], Set<number>>) {
  const { CHAR, TEXT } = pg.types.builtins;
  async function query(config: pg.QueryArrayConfig) {
    const result = await pool.query(config);
    if (Array.isArray(result)) return result; // of several statements, as in `db execute`
    const found = new Set<number>();
    for (const [index, field] of result.fields.entries()) {
      if (field.dataTypeID !== CHAR) continue;
      field.dataTypeID = TEXT;
      found.add(index);
    }
    charColumns.set(result.rows, found);
    return result;
  }
  return new Proxy(pool, {
    get: (target, key) => (key === "query" ? query : Reflect.get(target, key, target)),
  });
}

function connectionError(error: unknown, { host, port }: EngineTarget) {
  // A name with several addresses fails with all their errors and no message of its own.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const message = first instanceof Error ? first.message : String(first);
  const state = error instanceof pg.DatabaseError ? error.code : undefined;
  const fallback = /certificate|SSL|TLS/i.test(message) ? "P1011" : "P1001";
  const code = connectionErrorCodes.get(state ?? "") ?? fallback;
  return new EngineError(`Can't connect to the database at ${host}:${port}: ${message}`, code);
}

/** A migration's failure in the server's own words, with the position in the file. */
function scriptError(error: pg.DatabaseError, script: string) {
  const { code = "XX000", severity = "ERROR", detail, column, hint, position } = error;
  const line = position && script.slice(0, Number(position)).split("\n").length;
  const message = `${error.message} (SQLSTATE ${code}${line ? `, line ${line}` : ""})`;
  const cause = { code, severity, message, detail, column, hint };
  return new DriverAdapterError({ kind: "postgres", ...cause });
}
