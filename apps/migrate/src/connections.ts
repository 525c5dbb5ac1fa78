import { DatabaseUrlError, parseDatabaseUrl } from "@sundial/db";
import pg from "pg";
import { ConnectionFailed, nameOf, type UrlVariable } from "./connection-failure.ts";
import { codeOf } from "./error-code.ts";
import { MigrationRefused } from "./refusal.ts";

/** Both servers format values alike, and neither cancels a long statement. */
const SETTINGS = `
  SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres';
  SET extra_float_digits = 1; SET bytea_output = 'hex'; SET client_encoding = 'UTF8';
  SET standard_conforming_strings = on; SET search_path = pg_catalog, public;
  SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET jit = off;
  SET max_parallel_workers_per_gather = 0`;

// With row security off, a filtered table is an error instead of an empty result.
const SOURCE_SETTINGS = `${SETTINGS}; SET work_mem = '64MB'; SET row_security = off; SET default_transaction_read_only = on`;
// Staging stays in memory. A lock not granted within a minute is retried.
const TARGET_SETTINGS = `${SETTINGS}; SET temp_buffers = '128MB'; SET default_statistics_target = 5; SET work_mem = '64MB'; SET lock_timeout = '60s'`;

/** Opens a session on the source; it can't write. */
export function openSource(url: string) {
  return open(url, "FROM_DATABASE_URL", SOURCE_SETTINGS);
}

/** Opens a session on the target. */
export function openTarget(url: string) {
  return open(url, "TO_DATABASE_URL", TARGET_SETTINGS);
}

/** The database in a URL, for display: no user, no password. */
export function databaseName(url: string) {
  const { host, port, database } = parse(url, "FROM_DATABASE_URL");
  return `${host}:${port}/${database}`;
}

async function open(url: string, variable: UrlVariable, settings: string) {
  const target = parse(url, variable);
  if (target.isNeon && target.host.split(".")[0]?.endsWith("-pooler") === true) {
    throw new MigrationRefused(
      "POOLED_CONNECTION",
      `${nameOf(variable)} uses Neon's pooled address; use the direct one, without "-pooler"`,
    );
  }
  if (target.host.endsWith(".pooler.supabase.com") && target.port === 6543) {
    throw new MigrationRefused(
      "POOLED_CONNECTION",
      `${nameOf(variable)} uses Supabase's transaction pooler; use the session pooler (port 5432) or the direct address`,
    );
  }
  const { host, port, database, user, password, tls } = target;
  const client = new pg.Client({
    host,
    port,
    database,
    user,
    password,
    ssl: tls,
    keepAlive: true,
    connectionTimeoutMillis: 15_000,
    application_name: "sundial-migrate",
  });
  // A connection that breaks between two statements; the next statement fails and reports it.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(settings);
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw new ConnectionFailed(variable, `${host}:${port}/${database}`, error);
  }
}

function parse(url: string, variable: UrlVariable) {
  try {
    return parseDatabaseUrl(url);
  } catch (error) {
    if (!(error instanceof DatabaseUrlError)) throw error;
    throw new MigrationRefused("ENVIRONMENT_INVALID", `${variable}: ${error.message}`);
  }
}

/** Connection loss, shutdown, failover, deadlock: the same transaction may succeed the next time. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ConnectionFailed) return isPassing(error.cause);
  const code = codeOf(error);
  if (code === undefined) return error instanceof Error && /connection|socket/i.test(error.message);
  return /^(08|57P0|40|53300|55P03|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_)/.test(code);
}

/** The server found a value it can't store or a rule it violates: the row's fault, not ours. */
export function isRowFault(error: unknown) {
  return /^(22|23|54|P0001)/.test(codeOf(error) ?? "");
}
