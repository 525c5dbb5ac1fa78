import { afterAll } from "vitest";
import { type CreateDbOptions, createDb, type Db } from "../client.ts";
import { parseDatabaseUrl } from "../connection-url.ts";
import { databaseEnv } from "../env.ts";
import { startNeonProxy, useNeonProxy } from "./neon-proxy.ts";
import { createTestDatabase } from "./test-database.ts";

/**
 * How long a test waits for a free connection. Races queue up for them, and a busy machine makes the
 * queue slow.
 */
const PATIENCE_MS = 10 * 60_000;

/**
 * A migrated, empty database for one test file and a client for it, dropped when the file is done.
 * Call it at the top of the file: `const { db } = await testDb();`. DATABASE_DRIVER chooses the
 * client's driver; the default is `pg`.
 */
export async function testDb(
  options: Omit<CreateDbOptions, "url" | "driver"> = {},
): Promise<{ db: Db; url: string; driver: "pg" | "neon" }> {
  const driver = databaseEnv().DATABASE_DRIVER ?? "pg";
  const { url, drop } = await createTestDatabase();
  const proxy = driver === "neon" ? await startNeonProxy(parseDatabaseUrl(url)) : undefined;
  if (proxy) useNeonProxy(proxy.port);
  const db = createDb({ connectTimeoutMs: PATIENCE_MS, ...options, url, driver });
  afterAll(async () => {
    await db.$disconnect();
    await proxy?.close();
    await drop();
  });
  return { db, url, driver };
}
