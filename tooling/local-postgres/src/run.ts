import { join } from "node:path";
import type { CommandRunner } from "./child-process.ts";
import { openCluster } from "./cluster.ts";
import { withLock } from "./lock.ts";
import { announced } from "./progress.ts";
import { useServer } from "./server.ts";

/** A command to run with DATABASE_URL set, and what must succeed first, such as migrations. */
export type RunRequest = { before: string[][]; command: string[] };

/**
 * Runs a command on the local server, which stops afterwards if nobody else uses it. Returns the
 * exit code of the first failed step or of the command; 128 plus the signal's number if a signal
 * ended it.
 *
 * Errors: LocalDatabaseError when the server or a command can't be started.
 */
export async function runOnLocal(runner: CommandRunner, request: RunRequest) {
  const cluster = await openCluster();
  const server = await announced(() => useServer(cluster));
  try {
    // Two commands may start at the same time, and migrations and seeds aren't made for that.
    const prepared =
      request.before.length === 0
        ? 0
        : await withLock(join(cluster.home, "prepare-lock"), () =>
            runAll(runner, request.before, server.url),
          );
    return prepared === 0 ? await runAll(runner, [request.command], server.url) : prepared;
  } finally {
    await server.release();
  }
}

/** The same on the caller's database: starts nothing. */
export async function runOnExternal(runner: CommandRunner, request: RunRequest, url: string) {
  return runAll(runner, [...request.before, request.command], url);
}

/** Runs commands one after another until one fails or a signal arrives. */
async function runAll(runner: CommandRunner, commands: string[][], url: string) {
  for (const command of commands) {
    const interrupted = runner.signalCode();
    if (interrupted !== null) return interrupted;
    const { code } = await runner.run(command, { url, cwd: process.cwd() });
    if (code !== 0) return code;
  }
  return 0;
}
