import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, describe, expect, test, vi } from "vitest";
import { main } from "./cli.ts";
import { childEnv } from "./env.ts";
import { temporaryCluster } from "./temporary-cluster.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const program = fileURLToPath(new URL("../bin/local-postgres.mjs", import.meta.url));
const external = "postgresql://someone:secret@127.0.0.1:1/nowhere";

describe("with DATABASE_URL set", () => {
  test.each(["start", "stop", "reset"])("%s refuses", async (command) => {
    const { code, stderr } = await localPostgres([command], external);
    expect(code).toBe(1);
    expect(stderr).toContain("DATABASE_URL is set");
    expect(stderr).not.toContain("secret");
  });

  test("status shows it without its password", async () => {
    const { code, stdout } = await localPostgres(["status"], external);
    expect(code).toBe(0);
    expect(stdout).toContain("127.0.0.1:1/nowhere");
    expect(stdout).not.toContain("secret");
  });

  test("run passes it to the command, with unchanged arguments", async () => {
    const { code, stdout } = await localPostgres(
      ["run", "--", "node", "-p", "process.env.DATABASE_URL + process.argv[1]", "a 'b\" $c"],
      external,
    );
    expect(code).toBe(0);
    expect(stdout).toBe(`${external}a 'b" $c\n`);
  });

  test("runs the preparatory command first and continues only if it succeeds", async () => {
    const step = (code: number) => ["--before", `node -e process.exit(${code})`];
    const last = ["--", "node", "-p", "'child ran'"];
    const failed = await localPostgres(["run", ...step(0), ...step(4), ...last], external);
    expect(failed).toMatchObject({ code: 4, stdout: "" });
    const passed = await localPostgres(["run", ...step(0), ...step(0), ...last], external);
    expect(passed).toMatchObject({ code: 0, stdout: "child ran\n" });
  });

  test("names a malformed URL without showing it", async () => {
    const { code, stderr } = await localPostgres(
      ["run", "--", "true"],
      "mysql://someone:secret@host/x",
    );
    expect(code).toBe(1);
    expect(stderr).toContain("DATABASE_URL must look like postgresql://");
    expect(stderr).not.toContain("secret");
  });
});

test.each(["start", "reset"])("%s prints a URL that accepts connections", async (command) => {
  vi.stubEnv("DATABASE_URL", "");
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const { cluster, remove } = await temporaryCluster();
  try {
    expect(await main([command], { home: cluster.home })).toBe(0);
    const client = new pg.Client({ connectionString: String(write.mock.lastCall?.[0]).trim() });
    await client.connect();
    expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    await client.end();
    expect(await main(["stop"], { home: cluster.home })).toBe(0);
  } finally {
    await remove();
  }
});

describe("run", () => {
  test("exits with the command's code", async () => {
    const { code } = await localPostgres(["run", "--", "node", "-e", "process.exit(7)"], external);
    expect(code).toBe(7);
  });

  test("returns 128 plus the signal number for a command ended by a signal", async () => {
    const suicide = "process.kill(process.pid, 'SIGKILL')";
    const { code } = await localPostgres(["run", "--", "node", "-e", suicide], external);
    expect(code).toBe(137);
  });

  test("names a command that does not exist", async () => {
    const { code, stderr } = await localPostgres(["run", "--", "no-such-program"], external);
    expect(code).toBe(1);
    expect(stderr).toContain("can't run no-such-program: command not found");
  });

  test.each(["SIGINT", "SIGTERM"] as const)(
    "passes %s on and waits for the command",
    async (signal) => {
      const waiting = `
      process.on("${signal}", () => setTimeout(() => { console.log("bye"); process.exit(3); }, 200));
      setInterval(() => {}, 1000);
      console.log("here");`;
      const run = begin(["run", "--", "node", "-e", waiting], external);
      await once(run.child.stdout, "data");
      run.child.kill(signal);
      const { code, stdout } = await run.ended;
      expect(stdout).toContain("bye");
      expect(code).toBe(3);
    },
  );

  test("gives the command the local server's URL when DATABASE_URL is unset", async () => {
    const { code, stdout, stderr } = await localPostgres(
      ["run", "--", "node", "-p", "process.env.DATABASE_URL"],
      "",
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^postgresql:\/\/sundial:[\w-]{32}@127\.0\.0\.1:54\d{3}\/sundial$/m);
    expect(stderr).toMatch(/^database: starting Postgres \.\.\. (ready|already running) on 127/);
  });

  test("Ctrl-C during startup cleans up and runs nothing", async () => {
    const run = begin(["run", "--", "node", "-p", "'child ran'"], "", { detached: true });
    await once(run.child.stderr, "data");
    process.kill(-(run.child.pid ?? 0), "SIGINT");
    const { code, stdout } = await run.ended;
    expect(stdout).toBe("");
    expect(code).toBe(130);
    expect((await localPostgres(["status"], "")).code).toBe(0);
  });

  test.each([
    ["run"],
    ["run", "node"],
    ["run", "--"],
    ["run", "--fast", "--", "true"],
    ["dance"],
    [],
  ])("prints its usage when called wrongly: %s %s", async (...args) => {
    const { code, stderr } = await localPostgres(args, external);
    expect(code).toBe(2);
    expect(stderr).toContain("Usage: local-postgres");
  });
});

function localPostgres(args: string[], url: string) {
  return begin(args, url).ended;
}

/** An empty `url` counts as unset. */
function begin(args: string[], url: string, options: { detached?: boolean } = {}) {
  const child = spawn(process.execPath, [program, ...args], {
    ...options,
    env: childEnv(url),
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { child, ended: ended(child) };
}

async function ended(child: ChildProcess) {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, "close");
  return { code, stdout, stderr };
}
