import { once } from "node:events";
import { createServer } from "node:net";
import { inspect } from "node:util";
import { type Cluster, startServer, stopServer, temporaryCluster } from "@sundial/local-postgres";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDb, type Db } from "./client.ts";
import { databaseFailure } from "./database-failure.ts";
import { databaseEnv } from "./env.ts";
import { startFaultyProxy } from "./testing/faulty-proxy.ts";
import { startNeonProxy, useNeonProxy } from "./testing/neon-proxy.ts";

const driver = databaseEnv().DATABASE_DRIVER ?? "pg";
let cluster: Cluster;
let url: string;
let db: Db;
let proxyPort = 0;
let sent: string[] = [];
const cleanUp: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const temporary = await temporaryCluster();
  cluster = temporary.cluster;
  const server = await startServer(cluster);
  url = server.url;
  await admin("CREATE TABLE things (id int PRIMARY KEY)");
  await admin("INSERT INTO things VALUES (1)");
  cleanUp.push(temporary.remove);
  if (driver === "neon") {
    const proxy = await startNeonProxy({ host: "127.0.0.1", port: server.port });
    proxyPort = proxy.port;
    useNeonProxy(proxyPort);
    cleanUp.push(proxy.close);
  }
  db = createDb({ url, driver, poolSize: 5, onQuery: ({ sql }) => sent.push(sql) });
  cleanUp.push(() => db.$disconnect());
});

beforeEach(() => {
  sent = [];
});

afterAll(async () => {
  for (const step of cleanUp.reverse()) await step();
});

describe("while the server is unreachable", () => {
  beforeAll(async () => {
    await stopServer(cluster);
  });

  test.concurrent.each([
    ["a read", () => read()],
    ["a write", () => write(100)],
    ["a transaction", () => db.$transaction(async (tx) => tx.$queryRaw`SELECT 1`)],
  ])("%s fails, naming the database but no user and no password", async (_what, work) => {
    const error = await work().then(
      () => "no error",
      (thrown: unknown) => thrown,
    );
    expect(databaseFailure(error)).toBe("DATABASE_UNAVAILABLE");
    const { port, password, username } = new URL(url);
    expect(error).toMatchObject({
      code: "DATABASE_UNAVAILABLE",
      meta: { host: "127.0.0.1", port: Number(port), database: "sundial" },
    });
    const shown = inspect(error, { depth: 10, showHidden: true });
    expect(shown).toContain(`database sundial on 127.0.0.1:${port} is unavailable`);
    expect(shown).not.toContain(password);
    expect(shown).not.toContain(`${username}@`);
    expect(shown).not.toContain(`user: '${username}'`);
  });
});

describe("when the server is back", () => {
  test("pending reads, transactions and unsent writes succeed", async () => {
    await startServer(cluster);
    // On a busy machine, starting takes longer than anybody waits; letting through takes no time.
    const gate = await startFaultyProxy(url);
    const proxy = await startNeonProxy({ host: "127.0.0.1", port: Number(new URL(gate.url).port) });
    const other = createDb({ url: gate.url, driver });
    useNeonProxy(proxy.port);
    try {
      gate.become("away");
      const begun = Promise.all([
        ...Array.from({ length: 8 }, () => other.$queryRaw`SELECT id FROM things`),
        other.$executeRaw`INSERT INTO things VALUES (2)`,
        other.$transaction((tx) => tx.$executeRaw`INSERT INTO things VALUES (3)`),
      ]);
      await gate.refused();
      gate.become("none");
      await begun;
    } finally {
      useNeonProxy(proxyPort);
      await other.$disconnect();
      await proxy.close();
      gate.close();
    }
    const things = await admin("SELECT id FROM things ORDER BY id");
    expect(things).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  });
});

test("gives up on a silent server after the connect timeout", async () => {
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const address = silent.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const proxy = await startNeonProxy({ host: "127.0.0.1", port });
  const other = createDb({
    url: `postgresql://a:b@127.0.0.1:${port}/x`,
    driver,
    connectTimeoutMs: 300,
  });
  useNeonProxy(proxy.port);
  try {
    await expect(other.$queryRaw`SELECT 1`).rejects.toSatisfy(isAway);
    await expect(other.$transaction(async () => 1)).rejects.toSatisfy(isAway);
  } finally {
    useNeonProxy(proxyPort);
    await other.$disconnect();
    await proxy.close();
    silent.close();
  }
});

describe("when a connection is cut", () => {
  test("between queries, callers don't notice", async () => {
    await Promise.all(Array.from({ length: 5 }, read));
    await cutAll();
    expect(await read()).toBe(1);
  });

  test("during a read, the read is sent again", async () => {
    const result = await cutWhileBlocked(() => read());
    expect(result).toEqual({ status: "fulfilled", value: 1 });
    expect(sent).toHaveLength(2);
  });

  test("during a write, the write is not sent again", async () => {
    const result = await cutWhileBlocked(() => write(50));
    expect(result.status).toBe("rejected");
    expect(databaseFailure(result.status === "rejected" && result.reason)).toBe("OUTCOME_UNKNOWN");
    expect(sent).toHaveLength(1);
    expect(await count(50)).toBe(0);
  });

  test("during a transaction, nothing is repeated or kept", async () => {
    let runs = 0;
    const result = await cutWhileBlocked(() =>
      db.$transaction(async (tx) => {
        runs += 1;
        await tx.$executeRaw`SELECT 1`;
        return tx.$queryRaw`SELECT id FROM things WHERE id = 1`;
      }),
    );
    expect(isAway(result.status === "rejected" && result.reason)).toBe(true);
    expect(runs).toBe(1);
    expect(await read()).toBe(1);
  });
});

function isAway(error: unknown) {
  return databaseFailure(error) === "DATABASE_UNAVAILABLE";
}

async function read() {
  const rows = await db.$queryRaw<{ id: number }[]>`SELECT id FROM things WHERE id = 1`;
  return rows[0]?.id;
}

function write(id: number) {
  return db.$executeRaw`INSERT INTO things VALUES (${id})`;
}

async function count(id: number) {
  return (await admin(`SELECT id FROM things WHERE id = ${id}`)).length;
}

/** Ends the connection a statement uses while the statement waits for a lock. */
async function cutWhileBlocked(work: () => Promise<unknown>) {
  const blocker = new pg.Client({ connectionString: url });
  await blocker.connect();
  await blocker.query("BEGIN");
  await blocker.query("LOCK TABLE things IN ACCESS EXCLUSIVE MODE");
  const outcome = Promise.allSettled([work()]);
  let cut: unknown[] = [];
  while (cut.length === 0) {
    cut = await admin(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'",
    );
  }
  await blocker.query("ROLLBACK");
  await blocker.end();
  const [settled] = await outcome;
  return settled;
}

function cutAll() {
  return admin(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()",
  );
}

async function admin(sql: string) {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
