import { afterAll } from "vitest";
import { type CreateDbOptions, createDb, type Db } from "../client.ts";
import { parseDatabaseUrl } from "../connection-url.ts";
import { databaseEnv } from "../env.ts";
import { startNeonProxy, useNeonProxy } from "./neon-proxy.ts";
import { createTestDatabase } from "./test-database.ts";
import { testRoles } from "./test-roles.ts";

/**
 * How long a test waits for a free connection. Races queue up for them, and a busy machine makes the
 * queue slow.
 */
const PATIENCE_MS = 10 * 60_000;

interface TestDb {
  db: Db;
  url: string;
  /** For statements that the product never sends, such as making a trigger. */
  owner: Db;
  ownerUrl: string;
  driver: "pg" | "neon";
}

/**
 * A migrated, empty database for one test file and a client for it, dropped when the file is done.
 * Call it at the top of the file: `const { db } = await testDb();`. DATABASE_DRIVER chooses the
 * client's driver; the default is `pg`. With the role "app", or with TEST_DATABASE_ROLE=app, `db`
 * may do only what the product may do in production.
 */
export async function testDb({
  role = databaseEnv().TEST_DATABASE_ROLE,
  ...options
}: Omit<CreateDbOptions, "url" | "driver"> & { role?: "app" } = {}): Promise<TestDb> {
  const driver = databaseEnv().DATABASE_DRIVER ?? "pg";
  const { url: ownerUrl, drop } = await createTestDatabase();
  const url = role === "app" ? (await testRoles(ownerUrl)).app : ownerUrl;
  const proxy = driver === "neon" ? await startNeonProxy(parseDatabaseUrl(url)) : undefined;
  if (proxy) useNeonProxy(proxy.port);
  const connect = (to: string) =>
    createDb({ connectTimeoutMs: PATIENCE_MS, ...options, url: to, driver });
  const db = connect(url);
  const owner = url === ownerUrl ? db : connect(ownerUrl);
  afterAll(async () => {
    await db.$disconnect();
    if (owner !== db) await owner.$disconnect();
    await proxy?.close();
    await drop();
  });
  return { db, url, owner, ownerUrl, driver };
}
