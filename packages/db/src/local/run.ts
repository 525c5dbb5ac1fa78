import { join } from "node:path";
import { parseDatabaseUrl } from "../connection-url.ts";
import type { CommandRunner } from "./child-process.ts";
import { openCluster } from "./cluster.ts";
import { withLock } from "./lock.ts";
import { prepareDatabase } from "./prepare.ts";
import { announced, say } from "./progress.ts";
import { useServer } from "./server.ts";

/** A command to run with DATABASE_URL set; `prepare` migrates and seeds first. */
export type RunRequest = { command: string[]; prepare: boolean };

/**
 * Runs a command on the local server, which is stopped afterwards when nobody else uses it. Gives
 * the command's exit code, 128 + the signal's number when a signal ended it.
 *
 * @throws {LocalDatabaseError} when the server, a migration, the seed or the command cannot be run
 */
export async function runOnLocal(runner: CommandRunner, request: RunRequest) {
  const cluster = await openCluster();
  const server = await announced(() => useServer(cluster));
  try {
    if (request.prepare) {
      // Two commands may be starting at the same time; the seed is not made for that.
      await withLock(join(cluster.home, "prepare-lock"), () =>
        prepareDatabase(runner, { url: server.url, seed: true, say }),
      );
    }
    return await runCommand(runner, request, server.url);
  } finally {
    await server.release();
  }
}

/** The same on a database of the caller's: starts nothing, and seeds it only on this machine. */
export async function runOnExternal(runner: CommandRunner, request: RunRequest, url: string) {
  if (request.prepare) {
    await prepareDatabase(runner, { url, seed: parseDatabaseUrl(url).isLoopback, say });
  }
  return runCommand(runner, request, url);
}

async function runCommand(runner: CommandRunner, { command }: RunRequest, url: string) {
  const interrupted = runner.signalCode();
  if (interrupted !== null) return interrupted;
  const { code } = await runner.run(command, { url, cwd: process.cwd() });
  return code;
}
