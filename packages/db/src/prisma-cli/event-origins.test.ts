import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageFolder, query, reserveDatabase } from "./prisma-project.ts";

const MIGRATION = "20261129171000_event_origins";
const folder = join(packageFolder, "prisma/migrations");

const database = reserveDatabase();
const client = new pg.Client(database.url);
beforeAll(async () => {
  await query(`CREATE DATABASE ${database.name}`);
  await client.connect();
  const names = (await readdir(folder)).filter((name) => /^\d/.test(name)).sort();
  for (const name of names.filter((each) => each < MIGRATION)) await migrate(name);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** As one transaction, the way that Prisma runs it. */
async function migrate(name: string) {
  await client.query(await readFile(join(folder, name, "migration.sql"), "utf8"));
}

test("addresses and browsers move beside their events, which stay as they were", async () => {
  // Not compressible, to see below that it is gone from the files, too.
  const browser = randomBytes(700).toString("hex");
  await client.query(
    `INSERT INTO events (at, actor_kind, action, target_type, target_id, ip, user_agent) VALUES
       ('2026-01-01Z', 'user', 'account.signedIn', 'user', 'a', '192.0.2.7', $1),
       ('2026-02-01Z', 'user', 'account.signedIn', 'user', 'b', NULL, 'curl'),
       ('2026-03-01Z', 'system', 'account.invited', 'user', 'c', NULL, NULL)`,
    [browser],
  );
  const events = () => client.query("SELECT seq, at, action, target_id FROM events ORDER BY seq");
  await client.query(
    `INSERT INTO events (actor_kind, action, target_type, target_id, user_agent)
     SELECT 'system', 'audit.read', 'events', 'many', $1 || i FROM generate_series(1, 1000) i`,
    [browser],
  );
  const size = async () => {
    const { rows } = await client.query<{ bytes: number }>(
      "SELECT pg_table_size('events')::int AS bytes",
    );
    return rows[0]?.bytes ?? 0;
  };
  const [before, sizeBefore] = [await events(), await size()];
  await migrate(MIGRATION);
  expect((await events()).rows).toEqual(before.rows);
  const { rows } = await client.query(
    "SELECT target_id, o.at = e.at AS same, ip, user_agent FROM event_origins o JOIN events e USING (seq) WHERE target_id <> 'many' ORDER BY seq",
  );
  expect(rows).toEqual([
    { target_id: "a", same: true, ip: "192.0.2.7", user_agent: browser },
    { target_id: "b", same: true, ip: null, user_agent: "curl" },
  ]);
  expect(sizeBefore).toBeGreaterThan(1_000_000);
  expect(await size()).toBeLessThan(300_000);
});

test("the log is still append-only", async () => {
  await expect(client.query("UPDATE events SET reason = 'x'")).rejects.toThrow("append-only");
  await expect(client.query("DELETE FROM events")).rejects.toThrow("append-only");
});
