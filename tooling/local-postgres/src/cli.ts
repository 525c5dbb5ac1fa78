import { parseArgs } from "node:util";
import { type CommandRunner, commandRunner } from "./child-process.ts";
import { openCluster } from "./cluster.ts";
import { externalUrl } from "./env.ts";
import { LocalDatabaseError } from "./local-database-error.ts";
import { announced, say, withoutPassword } from "./progress.ts";
import { type RunRequest, runOnExternal, runOnLocal } from "./run.ts";
import { resetServer, serverStatus, startServer, stopServer } from "./server.ts";

const USAGE = `Usage: local-postgres <command>

  start             start the local Postgres and leave it running
  stop              stop it
  reset             delete its data and start an empty one
  status            show whether it runs, and where its data is
  run [--before <command>]... -- <command>
                    run a command with DATABASE_URL set, starting Postgres if it
                    isn't running; each --before runs first and must succeed

With DATABASE_URL set, run and status use that database; the others fail.`;

/**
 * Runs one command line and returns the exit code; errors go to stderr. Signals are passed on from
 * start to end, so everything started is cleaned up.
 */
export async function main(args: string[], place: Place = {}): Promise<number> {
  const runner = commandRunner();
  try {
    return await dispatch(runner, args, place);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    say(error.message);
    return 1;
  } finally {
    runner.close();
  }
}

/** Where the server's folders are, unless `openCluster` decides. */
type Place = { home?: string };

async function dispatch(runner: CommandRunner, [command, ...rest]: string[], place: Place) {
  const url = externalUrl();
  switch (command) {
    case "run":
      return run(runner, rest, url);
    case "status":
      return status(url);
    case "start":
      refuseExternal(command, url);
      return start(runner, place);
    case "stop":
      refuseExternal(command, url);
      return stop(place);
    case "reset":
      refuseExternal(command, url);
      return reset(runner, place);
    default:
      console.error(USAGE);
      return command === "help" || command === "--help" ? 0 : 2;
  }
}

function refuseExternal(command: string, url: string | undefined) {
  if (url === undefined) return;
  throw new LocalDatabaseError(
    `can't ${command} the local Postgres, because DATABASE_URL is set; unset it first`,
  );
}

function run(runner: CommandRunner, args: string[], url: string | undefined) {
  const request = runRequest(args);
  if (request === null) {
    console.error(USAGE);
    return 2;
  }
  return url === undefined ? runOnLocal(runner, request) : runOnExternal(runner, request, url);
}

/** The parts before and after `--`, or null if the request is invalid. */
function runRequest(args: string[]): RunRequest | null {
  const separator = args.indexOf("--");
  const command = args.slice(separator + 1);
  if (separator < 0 || command.length === 0) return null;
  try {
    const { values } = parseArgs({
      args: args.slice(0, separator),
      options: { before: { type: "string", multiple: true, default: [] } },
    });
    return { before: values.before.map((text) => text.split(" ")), command };
  } catch {
    return null;
  }
}

async function status(url: string | undefined) {
  if (url !== undefined) {
    process.stdout.write(`DATABASE_URL is set: ${withoutPassword(url)}\n`);
    return 0;
  }
  const cluster = await openCluster();
  const { port, kept, users } = await serverStatus(cluster);
  const use = `${users} command(s) use it${kept ? ", kept until stop" : ""}`;
  const state = port === null ? "stopped" : `running on 127.0.0.1:${port} (${use})`;
  process.stdout.write(`${state}\ndata and password: ${cluster.home}\n`);
  return 0;
}

/**
 * Prints the whole URL, including the password: it is for copying, and the server listens only on
 * loopback.
 */
async function start(runner: CommandRunner, place: Place) {
  const { url } = await announced(async () => startServer(await openCluster(place)));
  process.stdout.write(`${url}\n`);
  return runner.signalCode() ?? 0;
}

async function stop(place: Place) {
  const cluster = await openCluster(place);
  const { users } = await serverStatus(cluster);
  if (users > 0) say(`${users} command(s) are still using it`);
  say((await stopServer(cluster)) ? "stopped" : "it wasn't running");
  return 0;
}

async function reset(runner: CommandRunner, place: Place) {
  const { url } = await announced(async () => resetServer(await openCluster(place)));
  process.stdout.write(`${url}\n`);
  return runner.signalCode() ?? 0;
}
