import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { vi } from "vitest";
import { main } from "../main.ts";
import { SECRET } from "./move.ts";

const program = fileURLToPath(new URL("../../bin/sundial-migrate.mjs", import.meta.url));

/** The command itself, in separate processes that start in a folder. */
export function commandIn(folder: string) {
  return (urls: { fromUrl?: string; toUrl: string }, ...args: string[]) => {
    const child = spawn(process.execPath, [program, ...args], {
      env: {
        FROM_DATABASE_URL: urls.fromUrl,
        TO_DATABASE_URL: urls.toUrl,
        BETTER_AUTH_SECRET: SECRET,
        INIT_CWD: folder,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data) => {
        output += data;
      });
    }
    const ended = once(child, "close").then(([code]) => ({ code, output }));
    return { child, ended, said: () => output };
  };
}

/**
 * The same in this process, for command lines that nobody interrupts: starting a process takes
 * longer than they do.
 */
export function commandHere(folder: string) {
  return async (urls: { fromUrl?: string; toUrl: string }, ...args: string[]) => {
    let output = "";
    const take = (data: unknown) => {
      output += data;
      return true;
    };
    const written = [process.stdout, process.stderr].map((stream) =>
      vi.spyOn(stream, "write").mockImplementation(take),
    );
    const errors = vi.spyOn(console, "error").mockImplementation(take);
    vi.stubEnv("FROM_DATABASE_URL", urls.fromUrl);
    vi.stubEnv("TO_DATABASE_URL", urls.toUrl);
    vi.stubEnv("BETTER_AUTH_SECRET", SECRET);
    vi.stubEnv("INIT_CWD", folder);
    try {
      return { code: await main(args), output };
    } finally {
      vi.unstubAllEnvs();
      for (const spy of [...written, errors]) spy.mockRestore();
    }
  };
}

type Running = Pick<ReturnType<ReturnType<typeof commandIn>>, "ended" | "said">;

/** Resolves when this many records are committed, or when the process has ended. */
export function reached(
  { target }: { target: pg.ClientBase },
  records: number,
  running: Pick<Running, "ended">,
) {
  return until(running, async () => {
    const { rows } = await target.query("SELECT count(*)::int AS n FROM migration_records");
    return (rows[0]?.n ?? 0) >= records;
  });
}

/**
 * Kills a command in the middle of its work. Resolves once the database has noticed, too, because
 * until then its session goes on and nobody else may migrate.
 */
export async function kill(
  { target }: { target: pg.ClientBase },
  { child, ended }: Pick<ReturnType<ReturnType<typeof commandIn>>, "child" | "ended">,
) {
  child.kill("SIGKILL");
  await ended;
  for (;;) {
    const { rows } = await target.query(
      `SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Resolves when the process has printed something, or when it has ended. */
export function heard(text: string, running: Running) {
  return until(running, () => running.said().includes(text));
}

async function until(
  { ended }: Pick<Running, "ended">,
  isTime: () => boolean | Promise<boolean>,
): Promise<void> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  await vi.waitUntil(async () => isOver || (await isTime()), { interval: 20, timeout: 600_000 });
}
