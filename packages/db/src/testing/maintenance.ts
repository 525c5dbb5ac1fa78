import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { parseDatabaseUrl } from "../connection-url.ts";
import { databaseEnv } from "../env.ts";

/**
 * Creates and drops databases through a connection to the database in DATABASE_URL, for one task.
 */
export async function withMaintenance<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { host, port, user, password, database, tls } = parseDatabaseUrl(testServerUrl());
  const client = new pg.Client({ host, port, user, password, database, ssl: tls });
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The code of an error from Node or Postgres, such as ECONNREFUSED or 55006. */
export function errorCode(error: unknown) {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

/** Somebody is connected, or the server's own autovacuum, which only a superuser may terminate. */
const OCCUPIED = ["55006", "42501"];

/** Five minutes, because even autovacuum is slow on a busy machine. */
const ATTEMPTS = 3_000;

/** Runs a CREATE or DROP DATABASE that must wait until the last connection has ended. */
export async function whenVacant(client: pg.Client, statement: string) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(statement);
      return;
    } catch (error) {
      const isOccupied = OCCUPIED.some((code) => code === errorCode(error));
      if (!isOccupied || attempt === ATTEMPTS) throw error;
      await sleep(100);
    }
  }
}

/** The URL of another database on the test server. */
export function urlOf(database: string) {
  const url = new URL(testServerUrl());
  url.pathname = `/${database}`;
  return url.href;
}

function testServerUrl() {
  const url = databaseEnv().DATABASE_URL;
  if (url !== undefined) return url;
  throw new Error(
    "DATABASE_URL isn't set: run the tests with `pnpm test`, or through `local-postgres run --`",
  );
}
