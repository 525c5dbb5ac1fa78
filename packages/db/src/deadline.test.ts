import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createDb, type Db } from "./client.ts";
import { parseDatabaseUrl } from "./connection-url.ts";
import { databaseFailure } from "./database-failure.ts";
import { beside, hasWritten, withinTime } from "./deadline.ts";
import { sqlState } from "./driver-failure.ts";
import { startFaultyProxy } from "./testing/faulty-proxy.ts";
import { startNeonProxy, useNeonProxy } from "./testing/neon-proxy.ts";
import { testDb } from "./testing/test-db.ts";

const direct = await testDb();
const proxy = await startFaultyProxy(direct.url);
const neonProxy =
  direct.driver === "neon" ? await startNeonProxy(parseDatabaseUrl(proxy.url)) : undefined;
if (neonProxy) useNeonProxy(neonProxy.port);
const admin = new pg.Client({ connectionString: direct.url });
await admin.connect();
await admin.query("CREATE TABLE things (id int PRIMARY KEY)");

let db: Db;
beforeEach(async () => {
  proxy.become("none");
  await db?.$disconnect();
  db = createDb({ url: proxy.url, driver: direct.driver, poolSize: 2, limitMs: 20_000 });
  await admin.query("TRUNCATE things");
  // Connect first, which keeps the connection's start out of the measurement.
  await Promise.all([read(), read()]);
});

afterAll(async () => {
  await db.$disconnect();
  await admin.end();
  proxy.close();
  await neonProxy?.close();
});

const read = () => db.$queryRaw`SELECT id FROM things`;
const write = (id: number) => db.$executeRaw`INSERT INTO things VALUES (${id})`;
const kept = async () => (await admin.query("SELECT id FROM things ORDER BY id")).rows;

async function failure(work: () => Promise<unknown>) {
  try {
    await work();
  } catch (error) {
    return { is: databaseFailure(error), state: sqlState(error) };
  }
  throw new Error("it did not fail");
}

/** Does something while the table is locked against everyone else. */
async function whileLocked(work: () => Promise<void>) {
  await admin.query("BEGIN; LOCK TABLE things IN ACCESS EXCLUSIVE MODE");
  try {
    await work();
  } finally {
    await admin.query("ROLLBACK");
  }
}

describe("a deadline", () => {
  test.each([
    ["a read", () => read()],
    ["a write", () => write(1)],
    [
      "a statement in a transaction",
      () => db.$transaction((tx) => tx.$queryRaw`SELECT id FROM things`),
    ],
    ["a model's query without parameters", () => db.$queryRawUnsafe("SELECT id FROM things")],
  ])("is enforced by Postgres for %s", async (_what, work) => {
    await whileLocked(async () => {
      expect(await failure(() => withinTime(1_000, work))).toEqual({
        is: "DATABASE_TIMEOUT",
        state: "57014",
      });
      const { rows } = await admin.query(
        "SELECT query FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
      );
      expect(rows).toEqual([]);
    });
    expect(await kept()).toEqual([]);
  });

  test("ends the wait for a connection, and the waiting work never runs", async () => {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    let begun = 0;
    const holders = [1, 2].map(() =>
      db.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT 1`;
        begun += 1;
        await opened;
      }),
    );
    await expect.poll(() => begun).toBe(2);
    const waiting = await failure(() => withinTime(200, () => write(1)));
    expect(waiting).toEqual({ is: "DATABASE_UNAVAILABLE", state: null });
    open();
    await Promise.all(holders);
    await write(2);
    expect(await kept()).toEqual([{ id: 2 }]);
  });

  test("covers all statements of a transaction and saves nothing half-done", async () => {
    const work = () =>
      withinTime(600, async () => {
        await read();
        await db.$transaction(async (tx) => {
          await tx.$executeRaw`INSERT INTO things VALUES (1)`;
          for (let step = 0; step < 20; step += 1) await tx.$queryRaw`SELECT pg_sleep(0.1)::text`;
        });
      });
    expect(await failure(work)).toMatchObject({ is: "DATABASE_TIMEOUT" });
    expect(await kept()).toEqual([]);
  });

  test("also applies before COMMIT", async () => {
    const work = () =>
      withinTime(300, () =>
        db.$transaction(async (tx) => {
          await tx.$executeRaw`INSERT INTO things VALUES (1)`;
          await sleep(400);
        }),
      );
    expect(await failure(work)).toMatchObject({ is: "DATABASE_TIMEOUT" });
    expect(await kept()).toEqual([]);
    await write(2);
    expect(await kept()).toEqual([{ id: 2 }]);
  });

  test("leaves nothing behind on the connection", async () => {
    await withinTime(5_000, () => read());
    await withinTime(5_000, () => db.$transaction((tx) => tx.$queryRaw`SELECT 1`));
    const settings = await Promise.all(
      [1, 2].map(() =>
        db.$queryRawUnsafe("SELECT reset_val FROM pg_settings WHERE name = 'statement_timeout'"),
      ),
    );
    expect(settings).toEqual([[{ reset_val: "0" }], [{ reset_val: "0" }]]);
    const other = createDb({ url: proxy.url, driver: direct.driver, poolSize: 1 });
    await withinTime(5_000, () => other.$queryRaw`SELECT 1`);
    expect(await other.$queryRaw`SHOW statement_timeout`).toEqual([{ statement_timeout: "0" }]);
    await other.$disconnect();
  });

  test("can be replaced by a later one inside, for work that may take longer", async () => {
    const slow = () => db.$queryRaw`SELECT pg_sleep(0.4)::text`;
    await withinTime(100, () => withinTime(20_000, slow));
  });

  test("is set for every call by default", async () => {
    const limited = createDb({ url: proxy.url, driver: direct.driver, limitMs: 2_000 });
    await limited.$queryRaw`SELECT 1`;
    await whileLocked(async () => {
      const work = () => limited.$queryRaw`SELECT id FROM things`;
      expect(await failure(work)).toEqual({ is: "DATABASE_TIMEOUT", state: "57014" });
    });
    await limited.$disconnect();
  });

  test("is enforced by the client when the server stops responding", async () => {
    await read();
    proxy.become("silent");
    const silent = (work: () => Promise<unknown>) => failure(() => withinTime(300, work));
    expect(await silent(read)).toMatchObject({ is: "DATABASE_UNAVAILABLE" });
    expect(await silent(() => db.$transaction(() => read()))).toMatchObject({
      is: "DATABASE_UNAVAILABLE",
    });
    proxy.become("none");
    await write(7);
    proxy.become("silent");
    expect(await silent(() => write(1))).toMatchObject({ is: "OUTCOME_UNKNOWN" });
    proxy.become("none");
    await write(8);
    expect(await kept()).toEqual([{ id: 1 }, { id: 7 }, { id: 8 }]);
  });
});

describe("a commit", () => {
  const insert = () => db.$transaction((tx) => tx.$executeRaw`INSERT INTO things VALUES (1)`);

  test("whose answer is lost has an unknown outcome", async () => {
    await read();
    proxy.become("cutAfterCommit");
    expect(await failure(insert)).toMatchObject({ is: "OUTCOME_UNKNOWN" });
    await expect.poll(kept).toEqual([{ id: 1 }]);
  });

  test("that is lost on its way has an unknown outcome", async () => {
    await read();
    proxy.become("cutBeforeCommit");
    expect(await failure(insert)).toMatchObject({ is: "OUTCOME_UNKNOWN" });
    expect(await kept()).toEqual([]);
  });

  test("of a read-only transaction leaves nothing in doubt", async () => {
    await read();
    proxy.become("cutAfterCommit");
    const work = () => db.$transaction((tx) => tx.$queryRaw`SELECT id FROM things`);
    expect(await failure(work)).toMatchObject({ is: "DATABASE_UNAVAILABLE" });
  });

  test("after a failure the work ignored fails with that failure", async () => {
    const work = () =>
      db.$transaction(async (tx) => {
        await tx.$executeRaw`INSERT INTO things VALUES (1)`;
        await tx.$executeRaw`INSERT INTO things VALUES (1)`.catch(() => {});
      });
    expect(await failure(work)).toEqual({ is: null, state: "23505" });
    expect(await kept()).toEqual([]);
    await write(2);
    expect(await kept()).toEqual([{ id: 2 }]);
  });
});

describe("the record of what was saved", () => {
  test("is visible only to the work it belongs to", async () => {
    await withinTime(20_000, async () => {
      await read();
      await db.$transaction((tx) => tx.$queryRaw`SELECT id FROM things`);
      await beside(() => write(1));
      await db
        .$transaction(async (tx) => {
          await tx.$executeRaw`INSERT INTO things VALUES (5)`;
          throw new Error("changed my mind");
        })
        .catch(() => {});
      expect(hasWritten()).toBe(false);
      await write(2);
      expect(hasWritten()).toBe(true);
    });
    expect(hasWritten()).toBe(false);
  });
});

describe("an unhealthy database reports its state", () => {
  test("read-only", async () => {
    const readOnly = (tx: Pick<Db, "$executeRaw">) =>
      tx.$executeRaw`SELECT set_config('transaction_read_only', 'on', true)`;
    const work = () =>
      db.$transaction(async (tx) => {
        await readOnly(tx);
        await tx.$executeRaw`INSERT INTO things VALUES (1)`;
      });
    expect(await failure(work)).toEqual({ is: "DATABASE_READ_ONLY", state: "25006" });
  });

  test.each([
    ["53100", "DATABASE_FULL"],
    ["53200", "DATABASE_UNAVAILABLE"],
    ["53300", "DATABASE_UNAVAILABLE"],
    ["55P03", "DATABASE_TIMEOUT"],
    ["57014", "DATABASE_TIMEOUT"],
    ["40P01", "DATABASE_UNAVAILABLE"],
    ["58030", "DATABASE_UNAVAILABLE"],
    ["23505", null],
    ["22012", null],
  ])("SQLSTATE %s is %s, in a model query and in raw SQL", async (state, code) => {
    await admin.query(`
      CREATE OR REPLACE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '${state}'; END $$;
      CREATE OR REPLACE TRIGGER fail BEFORE INSERT ON things EXECUTE FUNCTION fail();
      CREATE OR REPLACE TRIGGER fail BEFORE INSERT ON users EXECUTE FUNCTION fail();`);
    const model = () => db.user.create({ data: { email: "a@example.com", name: "A" } });
    // A server without room for one more connection is retried.
    const isRetried = state === "53300";
    for (const work of isRetried ? [] : [() => write(1), model]) {
      expect(await failure(work)).toMatchObject({ is: code });
    }
    expect(
      await failure(() =>
        db.$transaction((tx) => tx.user.create({ data: { email: "a@example.com", name: "A" } })),
      ),
    ).toMatchObject({ is: code });
    await admin.query("DROP FUNCTION fail() CASCADE");
  });

  test("a transaction that Prisma ends", async () => {
    const work = () =>
      db.$transaction(
        async (tx) => {
          await tx.$executeRaw`INSERT INTO things VALUES (1)`;
          await sleep(200);
          await tx.$executeRaw`INSERT INTO things VALUES (2)`;
        },
        { timeout: 50 },
      );
    expect(await failure(work)).toMatchObject({ is: "DATABASE_TIMEOUT" });
    expect(await kept()).toEqual([]);
  });
});
