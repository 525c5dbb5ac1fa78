import { neonConfig } from "@neondatabase/serverless";
import { PrismaNeon } from "@prisma/adapter-neon";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import WebSocket from "ws";
import { BoundedNeonClient, BoundedPgClient } from "./bounded-client.ts";
import { type DatabaseTarget, parseDatabaseUrl } from "./connection-url.ts";
import { type Prisma, PrismaClient } from "./generated/prisma/client.ts";
import { type QueryEvent, resilientAdapter } from "./resilient-adapter.ts";

/** How this package talks to Postgres: over TCP, or through Neon's WebSocket proxy. */
export type DatabaseDriver = "pg" | "neon";

export type CreateDbOptions = {
  /** `postgresql://user:password@host:port/database` */
  url: string;
  /** The default is Neon's driver for Neon's hosts and `pg` for all others. */
  driver?: DatabaseDriver;
  /** Maximum number of connections; 10 by default. */
  poolSize?: number;
  /** How long to wait for a new connection or for a free one from the pool. */
  connectTimeoutMs?: number;
  /**
   * How long a call or a transaction may take in total, including waiting for a connection and
   * retries, unless `withinTime` says otherwise. No limit by default, because migrations and
   * measurements take as long as they need.
   */
  limitMs?: number;
  /** Called with every statement, including BEGIN, COMMIT and retries. */
  onQuery?: (event: QueryEvent) => void;
};

/** The longest time of a timer, 24 days. */
const NO_LIMIT_MS = 2 ** 31 - 1;

/** The database client. */
export type Db = PrismaClient;

/** The client inside `db.$transaction(async (tx) => …)`. */
export type DbTransaction = Prisma.TransactionClient;

/**
 * Creates a database client, which connects with the first query and needs `$disconnect()` at the
 * end. It reconnects when the server comes back. Reads and the beginning of a transaction are
 * retried for a few seconds when the connection fails; writes that may have been sent are not. With
 * `limitMs` or inside `withinTime`, everything ends by a deadline that Postgres itself enforces.
 * `databaseFailure` reads the errors of queries while the database has problems.
 *
 * Errors: DATABASE_URL_INVALID when the URL is malformed; DATABASE_TLS_REQUIRED when it turns
 * encryption off for a remote host.
 */
export function createDb(options: CreateDbOptions): Db {
  const { poolSize = 10, connectTimeoutMs = 10_000, limitMs = null } = options;
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
      { target, poolSize, connectTimeoutMs, limitMs, onQuery: options.onQuery },
    ),
    // The long form repeats the query's arguments, which may be personal.
    errorFormat: "minimal",
    // Our own waits and limits end first, because their errors say what is wrong.
    transactionOptions: {
      maxWait: 3 * connectTimeoutMs,
      timeout: limitMs === null ? NO_LIMIT_MS : Math.max(10_000, limitMs + 2_000),
    },
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
  const config = { ...pool, ssl: tls, keepAlive: true, Client: BoundedPgClient };
  return new PrismaPg(config, { schema });
}

/** Always encrypted: the driver speaks to Neon's proxy over wss. */
function neonAdapter(pool: Pool, { schema }: DatabaseTarget): SqlDriverAdapterFactory {
  neonConfig.webSocketConstructor = WebSocket;
  const factory = new PrismaNeon(pool, { schema });
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => {
      const adapter = await factory.connect();
      // Neon's pool has no option for it.
      adapter.underlyingDriver().Client = BoundedNeonClient;
      return adapter;
    },
  };
}
