import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase } from "@sundial/db/testing";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { commandHere, commandIn, heard, kill, reached } from "../testing/command.ts";
import { dump, rowVersions } from "../testing/move.ts";
import { POOL, POOL_MAPPING, writePages } from "../testing/ordinary-pool.ts";
import { poolUser } from "../testing/pool-users.ts";

// Separate processes, several one after another.
vi.setConfig({ testTimeout: 180_000 });

const folder = await mkdtemp(join(tmpdir(), "sundial-migrate-"));
afterAll(() => rm(folder, { recursive: true }));
const { users, groups } = await writePages(folder, 600);
const mapping = join(folder, "mapping.json");
await writeFile(mapping, JSON.stringify(POOL_MAPPING));
// One for each possible outcome: a twin, a repeated one, a contradictory one, and an invalid one.
const odd = [
  ...[1, 2].map((n) => poolUser(n, { attributes: { email: "twin@example.org" } })),
  ...[poolUser(3), poolUser(3), poolUser(4), poolUser(4, { status: "RESET_REQUIRED" }), null],
];
await writeFile(join(users, "odd.json"), JSON.stringify({ Users: odd }));

const migrate = commandIn(folder);
const here = commandHere(folder);
const EXPORT = ["--users", users, "--groups", groups];
const MOVE = ["cognito", "--pool", POOL, ...EXPORT, "--batch-size", "50"];
const APPLY = [...MOVE, "--mapping", mapping, "--apply"];
const RESUME = [...MOVE, "--resume"];
const KEPT_BACK = 3;
const UNFINISHED = { code: 2, output: expect.stringContaining("RUN_UNFINISHED") };

async function emptyTarget() {
  const { url, drop } = await createTestDatabase();
  const target = new pg.Client(url);
  await target.connect();
  await target.query("SET timezone = 'UTC'");
  onTestFinished(async () => {
    await target.end();
    await drop();
  });
  return { toUrl: url, target };
}

let undisturbed = "";
beforeAll(async () => {
  const { url, drop } = await createTestDatabase();
  const target = new pg.Client(url);
  await target.connect();
  await target.query("SET timezone = 'UTC'");
  expect(await here({ toUrl: url }, ...APPLY)).toMatchObject({ code: KEPT_BACK });
  undisturbed = await dump(target);
  await target.end();
  await drop();
});

describe("killing the migration", () => {
  test("during reads and at every write, then restarting it, gives a byte-identical result", async () => {
    const killed = await emptyTarget();
    const reading = migrate(killed, ...APPLY);
    await heard("Reading the export", reading);
    await kill(killed, reading);
    // Before the first batch, nothing can be resumed.
    const { rows } = await killed.target.query("SELECT FROM migration_runs");
    expect(rows).toEqual([]);

    const moments = Array.from({ length: 2 }, () => Math.floor(Math.random() * 1300)).sort(
      (one, other) => one - other,
    );
    let args = APPLY;
    for (const records of [1, ...moments]) {
      const running = migrate(killed, ...args);
      await reached(killed, records, running);
      await kill(killed, running);
      if (args === APPLY) expect(await here(killed, ...APPLY)).toMatchObject(UNFINISHED);
      args = RESUME;
    }
    expect(await here(killed, ...RESUME)).toMatchObject({ code: KEPT_BACK });
    expect(await dump(killed.target), `killed at ${moments.join(", ")} records`).toBe(undisturbed);

    // Once more, and no row is written, not even unchanged.
    const before = await rowVersions(killed.target);
    expect(await here(killed, ...APPLY)).toMatchObject({ code: KEPT_BACK });
    expect(await rowVersions(killed.target)).toEqual(before);
    expect(await here(killed, "verify", ...EXPORT)).toMatchObject({
      code: 0,
      output: expect.stringContaining("No difference"),
    });
  });

  test("with Ctrl-C stops after a complete batch, and resuming finishes it", async () => {
    const stopped = await emptyTarget();
    const running = migrate(stopped, ...APPLY);
    await reached(stopped, 1, running);
    running.child.kill("SIGINT");
    expect(await running.ended).toMatchObject({ code: 130 });
    expect(await here(stopped, ...RESUME)).toMatchObject({ code: KEPT_BACK });
    expect(await dump(stopped.target)).toBe(undisturbed);
  });
});

describe("reconnects after a lost connection", () => {
  test.each([
    ["all of them", "true"],
    [
      "one that writes",
      "pid IN (SELECT max(pid) FROM pg_stat_activity WHERE backend_xid IS NOT NULL)",
    ],
  ])("%s", async (_name, which) => {
    const shaken = await emptyTarget();
    const running = migrate(shaken, ...APPLY);
    await reached(shaken, 1, running);
    let lost = 0;
    await vi.waitUntil(async () => {
      const { rowCount } = await shaken.target.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = 'sundial-migrate' AND datname = current_database() AND ${which}`,
      );
      lost += rowCount ?? 0;
      return lost > 0;
    }, 600_000);
    const { code, output } = await running.ended;
    expect(output).toContain("Lost a connection");
    expect(code).toBe(KEPT_BACK);
    expect(await dump(shaken.target)).toBe(undisturbed);
  });
});
