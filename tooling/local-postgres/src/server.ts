import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { answers, applicationUrl, bootstrap } from "./bootstrap.ts";
import { type Cluster, type ClusterState, readState, statePath, writeState } from "./cluster.ts";
import { readLeases, setKept, takeLease } from "./leases.ts";
import { LocalDatabaseError } from "./local-database-error.ts";
import { withLock } from "./lock.ts";
import {
  clearStaleNote,
  createDataFolder,
  findServer,
  launch,
  shutDown,
} from "./postgres-programs.ts";

const FIRST_PORT = 54_300;
const PORTS = 600;

/**
 * A server that accepts connections. `url` contains the password; `started` is false if it was
 * already running.
 */
export type RunningServer = { url: string; port: number; started: boolean };

/**
 * Makes sure the server runs, and keeps it running until {@link stopServer}.
 *
 * Errors: LOCAL_DATABASE_FAILED when it can't start, also from the functions below.
 */
export function startServer(cluster: Cluster): Promise<RunningServer> {
  return locked(cluster, async () => {
    const server = await ensureRunning(cluster);
    setKept(cluster.leases, true);
    return server;
  });
}

/**
 * Makes sure the server runs for as long as this process needs it. `release` stops it if nobody
 * else uses it and no {@link startServer} keeps it.
 */
export function useServer(
  cluster: Cluster,
): Promise<RunningServer & { release: () => Promise<void> }> {
  return locked(cluster, async () => {
    const giveBack = takeLease(cluster.leases);
    try {
      return { ...(await ensureRunning(cluster)), release: () => releaseServer(cluster, giveBack) };
    } catch (error) {
      giveBack();
      throw error;
    }
  });
}

/** Stops the server even if it is in use. Returns whether it was running. */
export function stopServer(cluster: Cluster): Promise<boolean> {
  return locked(cluster, async () => {
    setKept(cluster.leases, false);
    return stopIfRunning(cluster);
  });
}

/** Stops the server, deletes all its data and passwords, and starts an empty one. */
export function resetServer(cluster: Cluster): Promise<RunningServer> {
  return locked(cluster, async () => {
    await stopIfRunning(cluster);
    await rm(cluster.data, { recursive: true, force: true });
    await rm(statePath(cluster), { force: true });
    const server = await ensureRunning(cluster);
    setKept(cluster.leases, true);
    return server;
  });
}

/** Whether the server runs, on which port, for how many commands, and whether it stays when they end. */
export function serverStatus(cluster: Cluster) {
  return locked(cluster, async () => {
    const server = await findServer(cluster);
    return { port: server?.port ?? null, ...readLeases(cluster.leases) };
  });
}

function locked<T>(cluster: Cluster, work: () => Promise<T>) {
  return withLock(join(cluster.home, "lock"), work);
}

function releaseServer(cluster: Cluster, giveBack: () => void) {
  return locked(cluster, async () => {
    giveBack();
    const { kept, users } = readLeases(cluster.leases);
    if (!kept && users === 0) await stopIfRunning(cluster);
  });
}

async function stopIfRunning(cluster: Cluster) {
  if (!(await findServer(cluster))) return false;
  await shutDown(cluster);
  return true;
}

async function ensureRunning(cluster: Cluster): Promise<RunningServer> {
  const known = await readState(cluster);
  const port = await answeringPort(cluster, known);
  const state = port === null ? await coldStart(cluster, known) : { ...known, port };
  if (!state.bootstrapped) {
    await bootstrap(state);
    await writeState(cluster, { ...state, bootstrapped: true });
  }
  return { url: applicationUrl(state), port: state.port, started: port === null };
}

/**
 * The port of the running server, null if none runs. Waits for one that is starting or stopping.
 */
async function answeringPort(cluster: Cluster, state: ClusterState) {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const server = await findServer(cluster);
    if (!server) return null;
    if (!server.stopping && (await answers({ ...state, port: server.port }))) return server.port;
    await sleep(100);
  }
  throw new LocalDatabaseError(`the server is running but doesn't answer; see ${cluster.log}`);
}

/** Starts a stopped server, on its last port unless somebody else took it. */
async function coldStart(cluster: Cluster, known: ClusterState): Promise<ClusterState> {
  await clearStaleNote(cluster);
  const isNew = !existsSync(cluster.data);
  let state = isNew ? { ...known, bootstrapped: false } : known;
  if (isNew) {
    await writeState(cluster, state);
    await createDataFolder(cluster, state.superuserPassword);
  } else {
    await refuseOtherVersion(cluster);
  }

  for (const port of portsFrom(known.port)) {
    if (!(await isFree(port))) continue;
    state = { ...state, port };
    await writeState(cluster, state);
    const problem = await launchPatiently(cluster, port);
    if (problem === null) return state;
    if (!problem.includes("could not bind")) {
      throw new LocalDatabaseError(`Postgres didn't start. The end of ${cluster.log}:\n${problem}`);
    }
  }
  throw new LocalDatabaseError(`no free port from ${FIRST_PORT} to ${FIRST_PORT + PORTS - 1}`);
}

/** After a server was killed, its last processes may hold its memory for a moment. */
async function launchPatiently(cluster: Cluster, port: number) {
  for (let attempt = 1; ; attempt += 1) {
    const problem = await launch(cluster, port);
    if (!problem?.includes("pre-existing shared memory") || attempt === 20) return problem;
    await sleep(250);
  }
}

async function refuseOtherVersion(cluster: Cluster) {
  const made = (await readFile(join(cluster.data, "PG_VERSION"), "utf8")).trim();
  const [installed] = cluster.binaries.version.split(".");
  if (made === installed) return;
  throw new LocalDatabaseError(
    `the data in ${cluster.data} is from Postgres ${made}, but Postgres ${installed} is installed: ` +
      "export what you need with the old version, then run `local-postgres reset`",
  );
}

/** Every port of the range, starting with the preferred one. */
function portsFrom(preferred: number) {
  const offset = preferred - FIRST_PORT;
  return Array.from({ length: PORTS }, (_, step) => FIRST_PORT + ((offset + step) % PORTS));
}

function isFree(port: number) {
  return new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: "127.0.0.1" }, () => probe.close(() => resolve(true)));
  });
}
