import pg from "pg";
import type { ClusterState } from "./cluster.ts";
import { LocalDatabaseError, systemErrorCode } from "./local-database-error.ts";
import { SUPERUSER } from "./postgres-programs.ts";

/** The name of the application's role and of its database. */
const APPLICATION = "sundial";

/** The port is closed, or the server behind it is starting, stopping or dead. */
const NO_ANSWER = ["ECONNREFUSED", "ECONNRESET", "57P03", "57P01"];

/**
 * Creates the application's role and database. As on Neon, the role owns its database and may
 * create databases and roles but isn't a superuser, so what works here works there.
 */
export async function bootstrap(state: ClusterState) {
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
 * Whether the server accepts connections now. It must accept our password, which another server on
 * this port wouldn't.
 *
 * Errors: LocalDatabaseError when it rejects the password.
 */
export async function answers(state: ClusterState): Promise<boolean> {
  const client = connection(state, state.bootstrapped ? APPLICATION : SUPERUSER);
  try {
    await client.connect();
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (NO_ANSWER.includes(String(systemErrorCode(error)))) return false;
    if (reason.includes("terminated unexpectedly")) return false;
    throw new LocalDatabaseError(
      `the server on port ${state.port} rejects our connection: ${reason}`,
    );
  } finally {
    await client.end();
  }
}

/** The application's connection URL, including the password. */
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
    connectionTimeoutMillis: 60_000,
  });
}
