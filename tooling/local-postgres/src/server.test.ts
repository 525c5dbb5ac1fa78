import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Cluster, openCluster, statePath } from "./cluster.ts";
import { findServer } from "./postgres-programs.ts";
import { processStart } from "./processes.ts";
import { resetServer, serverStatus, startServer, stopServer, useServer } from "./server.ts";
import { temporaryCluster } from "./temporary-cluster.ts";

let cluster: Cluster;
let remove: () => Promise<void>;

beforeAll(async () => {
  ({ cluster, remove } = await temporaryCluster());
  const { url } = await startServer(cluster);
  await query(url, "CREATE TABLE kept (answer int)");
  await query(url, "INSERT INTO kept VALUES (42)");
});

afterAll(() => remove());

describe("a running server", () => {
  test("is reused by a second start", async () => {
    await startServer(cluster);
    const before = await findServer(cluster);
    const second = await startServer(cluster);
    expect(second.started).toBe(false);
    expect(await findServer(cluster)).toEqual(before);
  });

  test("listens only on loopback and rejects a wrong password", async () => {
    const { url, port } = await startServer(cluster);
    expect(await query(url, "SHOW listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
    await expect(
      query(`postgresql://sundial:guess@127.0.0.1:${port}/sundial`, "SELECT 1"),
    ).rejects.toMatchObject({ code: "28P01" });
  });

  test("gives the application an owner of its database who is not a superuser", async () => {
    const { url } = await startServer(cluster);
    const [role] = await query(
      url,
      "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user",
    );
    expect(role).toEqual({ rolsuper: false, rolcreatedb: true });
    await query(url, "CREATE EXTENSION IF NOT EXISTS btree_gist");
    expect(await query(url, "SHOW fsync")).toEqual([{ fsync: "on" }]);
  });

  test("keeps its passwords in a file that only its owner can read", async () => {
    const { mode } = await stat(statePath(cluster));
    expect(mode & 0o777).toBe(0o600);
  });
});

describe("data persists", () => {
  test("after a stop and a start, on the same port", async () => {
    const { port } = await startServer(cluster);
    expect(await stopServer(cluster)).toBe(true);
    expect(await stopServer(cluster)).toBe(false);
    const again = await startServer(cluster);
    expect(again).toMatchObject({ started: true, port });
    expect(await answer(again.url)).toBe(42);
  });

  test("a killed server", async () => {
    await startServer(cluster);
    await killServer();
    const again = await startServer(cluster);
    expect(again.started).toBe(true);
    expect(await answer(again.url)).toBe(42);
  });

  test("a killed server whose pid now belongs to another process", async () => {
    await startServer(cluster);
    const note = await readFile(join(cluster.data, "postmaster.pid"), "utf8");
    await stopServer(cluster);
    const other = spawn("sleep", ["60"], { ...cluster.account });
    try {
      const stale = note.replace(/^\d+/, String(other.pid));
      await writeFile(join(cluster.data, "postmaster.pid"), stale);
      expect(await findServer(cluster)).toBeNull();
      const again = await startServer(cluster);
      expect(again.started).toBe(true);
      expect(await answer(again.url)).toBe(42);
    } finally {
      other.kill();
    }
  });

  test("picks and remembers another port when its own is taken", async () => {
    const { port } = await startServer(cluster);
    await stopServer(cluster);
    const stranger = createServer();
    stranger.listen({ port, host: "127.0.0.1" });
    await once(stranger, "listening");
    try {
      const moved = await startServer(cluster);
      expect(moved.port).not.toBe(port);
      expect(await answer(moved.url)).toBe(42);
      await stopServer(cluster);
      expect((await startServer(cluster)).port).toBe(moved.port);
    } finally {
      stranger.close();
    }
  });
});

describe("leases", () => {
  test("the server stops with its last user", async () => {
    await stopServer(cluster);
    const [first, second] = await Promise.all([useServer(cluster), useServer(cluster)]);
    expect([first.started, second.started].sort()).toEqual([false, true]);
    await first.release();
    expect(await serverStatus(cluster)).toMatchObject({ port: first.port, users: 1 });
    await second.release();
    expect(await serverStatus(cluster)).toEqual({ port: null, users: 0, kept: false });
  });

  test("an explicit start outlives its users", async () => {
    await startServer(cluster);
    const user = await useServer(cluster);
    await user.release();
    expect(await serverStatus(cluster)).toMatchObject({ port: user.port, kept: true });
  });

  test("a killed user does not count, even if its pid is reused", async () => {
    await stopServer(cluster);
    const user = await useServer(cluster);
    const gone = spawn("sleep", ["60"]);
    const lease = `${gone.pid} ${processStart(gone.pid ?? 0)}`;
    await writeFile(join(cluster.leases, "gone"), lease);
    await writeFile(join(cluster.leases, "reused"), `${process.pid} long ago`);
    expect((await serverStatus(cluster)).users).toBe(2);
    gone.kill();
    await once(gone, "exit");
    await user.release();
    expect((await serverStatus(cluster)).port).toBeNull();
  });

  test("processes that start at once share one server", async () => {
    await stopServer(cluster);
    const users = await Promise.all(Array.from({ length: 4 }, () => startedUser(cluster.home)));
    const started = users.filter((user) => user.line.includes("started=true"));
    expect(started).toHaveLength(1);
    const [killed, ...others] = users;
    await killed?.kill();
    await Promise.all(others.map((user) => user.finish()));
    expect((await serverStatus(cluster)).port).toBeNull();
  });

  test("the next start takes over the server a killed user left", async () => {
    await stopServer(cluster);
    const user = await startedUser(cluster.home);
    await user.kill();
    const next = await useServer(cluster);
    expect(next.started).toBe(false);
    expect(await answer(next.url)).toBe(42);
    await next.release();
    expect((await serverStatus(cluster)).port).toBeNull();
  });
});

test("two homes have separate servers, ports and data", async () => {
  const other = await temporaryCluster();
  try {
    const [here, there] = await Promise.all([startServer(cluster), startServer(other.cluster)]);
    expect(here.port).not.toBe(there.port);
    expect(await query(there.url, "SELECT to_regclass('kept') AS found")).toEqual([
      { found: null },
    ]);
  } finally {
    await other.remove();
  }
});

test("a reset leaves an empty running server with a new password", async () => {
  const before = await startServer(cluster);
  const after = await resetServer(cluster);
  expect(after.url).not.toBe(before.url);
  expect(await query(after.url, "SELECT to_regclass('kept') AS found")).toEqual([{ found: null }]);
});

test("reports lost passwords, and a reset recovers", async () => {
  await stopServer(cluster);
  await rm(statePath(cluster));
  await expect(startServer(cluster)).rejects.toThrow(/password.*reset/);
  expect((await resetServer(cluster)).started).toBe(true);
});

test.skipIf(process.getuid?.() !== 0)(
  "root's server serves a checkout nobody else can enter",
  async () => {
    // mkdtemp creates folders that only their owner can enter.
    const checkout = await mkdtemp(join(tmpdir(), "private checkout "));
    const theirs = await openCluster({ checkout });
    try {
      const { url } = await startServer(theirs);
      expect(await query(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    } finally {
      await stopServer(theirs);
      await rm(theirs.home, { recursive: true, force: true });
      await rm(checkout, { recursive: true, force: true });
    }
  },
);

async function answer(url: string) {
  const [row] = await query(url, "SELECT answer FROM kept");
  return row.answer;
}

async function killServer() {
  const server = await findServer(cluster);
  if (!server) throw new Error("no server to kill");
  process.kill(server.pid, "SIGKILL");
}

/** Another process that uses the server until told to finish. */
async function startedUser(home: string) {
  const script = `
    import { openCluster } from ${JSON.stringify(new URL("./cluster.ts", import.meta.url))};
    import { useServer } from ${JSON.stringify(new URL("./server.ts", import.meta.url))};
    const server = await useServer(await openCluster({ home: process.argv[1] }));
    console.log("started=" + server.started);
    process.stdin.on("end", () => server.release()).resume();
  `;
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", script, home],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const [line] = await once(child.stdout, "data");
  return {
    line: String(line),
    kill: async () => {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
    finish: async () => {
      child.stdin.end();
      await once(child, "exit");
    },
  };
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
