import { neonConfig } from "@neondatabase/serverless";
import { PrismaNeon } from "@prisma/adapter-neon";
import { PrismaPg } from "@prisma/adapter-pg";
import WebSocket from "ws";
import { type DatabaseTarget, parseDatabaseUrl } from "./connection-url.ts";
import { type Prisma, PrismaClient } from "./generated/prisma/client.ts";
import { type QueryEvent, resilientAdapter } from "./resilient-adapter.ts";

/** How this package talks to Postgres: over TCP, or through Neon's WebSocket proxy. */
export type DatabaseDriver = "pg" | "neon";

/** What {@link createDb} takes. */
export type CreateDbOptions = {
  /** `postgresql://user:password@host:port/database` */
  url: string;
  /** By default Neon's for Neon's hosts, `pg` for all others. */
  driver?: DatabaseDriver;
  /** Most connections at once; 10 by default. */
  poolSize?: number;
  /** How long to wait for a connection, whether for a new one or for a free one of the pool. */
  connectTimeoutMs?: number;
  /** Told of every statement, also of BEGIN, COMMIT and repeated attempts. */
  onQuery?: (event: QueryEvent) => void;
};

/** The database client. */
export type Db = PrismaClient;

/** The client inside `db.$transaction(async (tx) => …)`. */
export type DbTransaction = Prisma.TransactionClient;

/**
 * A database client; connects with the first query and needs `$disconnect()` at the end. It comes
 * back by itself when the server does. Reads and the beginning of a transaction are tried again for
 * a few seconds when the connection fails; writes that may have been sent are not.
 *
 * @throws {DatabaseUrlError} DATABASE_URL_INVALID, or DATABASE_TLS_REQUIRED when the URL turns
 * encryption off for a remote host. Queries fail with code DATABASE_UNAVAILABLE while the database
 * is away; see `isDatabaseUnavailable`.
 */
export function createDb(options: CreateDbOptions): Db {
  const { poolSize = 10, connectTimeoutMs = 10_000 } = options;
  const target = parseDatabaseUrl(options.url);
  const driver = options.driver ?? (target.isNeon ? "neon" : "pg");
  const pool = {
    host: target.host,
    port: target.port,
    database: target.database,
    user: target.user,
    password: target.password,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
  };
  return new PrismaClient({
    adapter: resilientAdapter(
      driver === "neon" ? neonAdapter(pool, target) : pgAdapter(pool, target),
      { target, deadlineMs: connectTimeoutMs, onQuery: options.onQuery },
    ),
    // The long form repeats the query's arguments, which may be personal.
    errorFormat: "minimal",
    // The wait for a connection ends first: its error says what is wrong.
    transactionOptions: { maxWait: 3 * connectTimeoutMs, timeout: 10_000 },
  });
}

type Pool = {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  max: number;
  connectionTimeoutMillis: number;
};

function pgAdapter(pool: Pool, { tls, schema }: DatabaseTarget) {
  return new PrismaPg({ ...pool, ssl: tls, keepAlive: true }, { schema });
}

/** Always encrypted: the driver speaks to Neon's proxy over wss. */
function neonAdapter(pool: Pool, { schema }: DatabaseTarget) {
  neonConfig.webSocketConstructor = WebSocket;
  return new PrismaNeon(pool, { schema });
}
