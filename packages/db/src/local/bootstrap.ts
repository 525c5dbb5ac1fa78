import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { ClusterState } from "./cluster.ts";
import { LocalDatabaseError, systemErrorCode } from "./local-database-error.ts";
import { SUPERUSER } from "./postgres-programs.ts";

/** The name of the application's role and of its database. */
const APPLICATION = "sundial";

/** Not answering yet: the port is closed, or the server is still starting up or recovering. */
const NOT_READY = ["ECONNREFUSED", "57P03"];

/**
 * Makes the application's role and database. As on Neon, the role owns its database and may make
 * databases and roles, but is no superuser: what works here works there.
 */
export async function bootstrap(state: ClusterState) {
  await untilReady(state, SUPERUSER);
  const client = connection(state, SUPERUSER);
  await client.connect();
  try {
    const { rows: roles } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [
      APPLICATION,
    ]);
    if (roles.length === 0) {
      const password = pg.escapeLiteral(state.password);
      await client.query(
        `CREATE ROLE ${APPLICATION} LOGIN CREATEDB CREATEROLE BYPASSRLS PASSWORD ${password}`,
      );
    }
    const { rows: databases } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [
      APPLICATION,
    ]);
    if (databases.length === 0) {
      await client.query(`CREATE DATABASE ${APPLICATION} OWNER ${APPLICATION}`);
    }
  } finally {
    await client.end();
  }
}

/**
 * Waits until the server accepts our password, which nobody else's server on this port would.
 *
 * @throws {LocalDatabaseError} when it refuses, or does not answer within a minute
 */
export async function untilReady(state: ClusterState, role = APPLICATION) {
  for (let attempt = 1; ; attempt += 1) {
    const client = connection(state, role);
    try {
      await client.connect();
      return;
    } catch (error) {
      if (!NOT_READY.includes(String(systemErrorCode(error))) || attempt === 240) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new LocalDatabaseError(`the server on port ${state.port} does not answer: ${reason}`);
      }
    } finally {
      await client.end();
    }
    await sleep(250);
  }
}

/** The address the application uses, password included. */
export function applicationUrl(state: ClusterState) {
  return `postgresql://${APPLICATION}:${state.password}@127.0.0.1:${state.port}/${APPLICATION}`;
}

function connection(state: ClusterState, role: string) {
  const isSuperuser = role === SUPERUSER;
  return new pg.Client({
    host: "127.0.0.1",
    port: state.port,
    user: role,
    password: isSuperuser ? state.superuserPassword : state.password,
    database: role,
    connectionTimeoutMillis: 10_000,
  });
}
