import pg from "pg";
import { parseDatabaseUrl } from "../connection-url.ts";
import { databaseEnv } from "../env.ts";

/** Makes and drops databases: a connection to the database that DATABASE_URL names, for one task. */
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
    "DATABASE_URL is not set: start the tests with `pnpm test`, or under `sundial-db run --`",
  );
}
