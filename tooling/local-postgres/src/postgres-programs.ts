import { type SpawnOptions, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { program } from "./binaries.ts";
import type { Cluster } from "./cluster.ts";
import { serverEnv } from "./env.ts";
import { LocalDatabaseError } from "./local-database-error.ts";
import { processCommand } from "./processes.ts";

export const SUPERUSER = "postgres";

/** Room for many test databases and pools; memory and durability keep their defaults. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  timezone: "UTC",
  log_timezone: "UTC",
};

/**
 * Creates the data folder. An interrupted attempt leaves nothing that looks like one. Text sorts by
 * Postgres's own C.UTF-8, the same on every system and on Neon.
 */
export async function createDataFolder(cluster: Cluster, superuserPassword: string) {
  // Each attempt has its own folder, because a killed command's initdb may still be writing in
  // another.
  const unfinished = `${cluster.data}.${randomUUID()}`;
  const passwordFile = `${unfinished}.password`;
  await writeFile(passwordFile, superuserPassword, { mode: 0o600 });
  if (cluster.account) await chown(passwordFile, cluster.account.uid, cluster.account.gid);
  const { code, output } = await runProgram(cluster, "initdb", [
    `--pgdata=${unfinished}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
  ]);
  await rm(passwordFile, { force: true });
  if (code !== 0) throw new LocalDatabaseError(`couldn't create the data folder:\n${output}`);
  await rename(unfinished, cluster.data);

  for (const name of await readdir(cluster.serverFolder)) {
    const leftover = join(cluster.serverFolder, name);
    if (leftover.startsWith(`${cluster.data}.`)) {
      await rm(leftover, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

/** Starts the server in the background. Returns null, or the end of its log if it didn't start. */
export async function launch(cluster: Cluster, port: number) {
  if (existsSync(cluster.log)) await rename(cluster.log, `${cluster.log}.previous`);
  const settings = Object.entries(SETTINGS).map(([name, value]) => `-c ${name}=${value}`);
  const { code } = await runProgram(cluster, "pg_ctl", [
    "start",
    "--wait",
    "--timeout=120",
    `--pgdata=${cluster.data}`,
    `--log=${cluster.log}`,
    `--options=${[`-p ${port}`, ...settings].join(" ")}`,
  ]);
  if (code === 0) return null;
  const log = await readFile(cluster.log, "utf8").catch(() => "(no log)");
  return log.trimEnd().split("\n").slice(-15).join("\n");
}

/** Disconnects every client, writes everything to disk and stops the server. */
export async function shutDown(cluster: Cluster) {
  const { code } = await runProgram(cluster, "pg_ctl", [
    "stop",
    "--wait",
    "--mode=fast",
    "--timeout=120",
    `--pgdata=${cluster.data}`,
  ]);
  if (code === 0 || !(await findServer(cluster))) return;
  throw new LocalDatabaseError(`the server didn't stop; see ${cluster.log}`);
}

/**
 * The server running on this data folder, if any: its own PID file names it, and its process
 * matches.
 */
export async function findServer(cluster: Cluster) {
  const note = await readFile(pidFile(cluster), "utf8").catch(() => "");
  const [pid, , , port, , , , status] = note.split("\n");
  if (!pid || !port) return null;
  const command = processCommand(Number(pid));
  if (!command?.includes("postgres")) return null;
  if (process.platform !== "win32" && !command.includes(cluster.data)) return null;
  return { pid: Number(pid), port: Number(port), stopping: status?.trim() === "stopping" };
}

/**
 * Removes the PID file of a dead server. Postgres does that itself, unless the pid now belongs to
 * another process; then it wouldn't start. Call only when {@link findServer} found nothing.
 */
export async function clearStaleNote(cluster: Cluster) {
  await rm(pidFile(cluster), { force: true });
}

function pidFile(cluster: Cluster) {
  return join(cluster.data, "postmaster.pid");
}

/**
 * Runs to the end, regardless of the terminal's signals, because it is detached. The server
 * inherits pg_ctl's streams, so only initdb's are read.
 */
function runProgram(cluster: Cluster, name: "initdb" | "pg_ctl", args: string[]) {
  const options: SpawnOptions = {
    ...cluster.account,
    cwd: cluster.serverFolder,
    detached: true,
    env: serverEnv(),
    stdio: name === "initdb" ? ["ignore", "pipe", "pipe"] : "ignore",
    windowsHide: true,
  };
  return new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    const child = spawn(program(cluster.binaries, name), args, options);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    child.on("error", (cause) => {
      const message = `${name} cannot run here (${cause.message}): set DATABASE_URL to a server of your own`;
      reject(new LocalDatabaseError(message, { cause }));
    });
    child.on(name === "initdb" ? "close" : "exit", (code) => resolve({ code, output }));
  });
}
