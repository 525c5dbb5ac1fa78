import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import pg from "pg";
import { expect, test } from "vitest";
import { urlOf, withMaintenance } from "./maintenance.ts";
import { ensureTemplate, templateName } from "./template-database.ts";
import { createTestDatabase, dropAbandonedDatabases } from "./test-database.ts";

test("creates many copies at once, each migrated, empty and separate", async () => {
  const databases = await Promise.all(Array.from({ length: 4 }, createTestDatabase));
  expect(new Set(databases.map(({ url }) => url)).size).toBe(4);
  for (const { url } of databases) {
    expect(await query(url, "SELECT count(*)::int AS users FROM users")).toEqual([{ users: 0 }]);
    await query(url, "INSERT INTO users (id, email, name) VALUES ('a', 'a@example.com', 'A')");
  }
  await Promise.all(databases.map(({ drop }) => drop()));
  await expect(query(databases[0]?.url ?? "", "SELECT 1")).rejects.toMatchObject({ code: "3D000" });
});

test("reuses the template and drops those of other migrations", async () => {
  const old = `sundial_template_${randomBytes(8).toString("hex")}`;
  const before = await oid(await templateName());
  await withMaintenance((client) => client.query(`CREATE DATABASE ${old} IS_TEMPLATE true`));
  await Promise.all([ensureTemplate(), ensureTemplate()]);
  expect(await oid(await templateName())).toBe(before);
  expect(await oid(old)).toBeUndefined();
});

test("drops databases of runs that died and keeps those of running ones", async () => {
  const gone = spawn("true");
  await once(gone, "exit");
  const abandoned = `sundial_test_${gone.pid}_${Date.now()}_abcd`;
  const ancient = `sundial_test_${process.pid}_1000_abcd`;
  await withMaintenance(async (client) => {
    for (const name of [abandoned, ancient]) await client.query(`CREATE DATABASE ${name}`);
  });
  const mine = await createTestDatabase();
  const { name: inUse, user } = await databaseInUse(gone.pid);

  await dropAbandonedDatabases();
  expect(await oid(abandoned)).toBeUndefined();
  expect(await oid(ancient)).toBeUndefined();
  expect(await oid(inUse)).toBeDefined();
  expect(await query(mine.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);

  await user.end();
  await mine.drop();
  await withMaintenance((client) => client.query(`DROP DATABASE ${inUse} WITH (FORCE)`));
});

/** A test run of another package may start now and drop it before somebody connects. */
async function databaseInUse(pid: number | undefined) {
  for (let attempt = 1; ; attempt += 1) {
    const name = `sundial_test_${pid}_${Date.now()}_busy`;
    await withMaintenance((client) => client.query(`CREATE DATABASE ${name}`));
    const user = new pg.Client({ connectionString: urlOf(name) });
    try {
      await user.connect();
      return { name, user };
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

function oid(database: string) {
  return withMaintenance(async (client) => {
    const { rows } = await client.query("SELECT oid FROM pg_database WHERE datname = $1", [
      database,
    ]);
    return rows[0]?.oid;
  });
}

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
