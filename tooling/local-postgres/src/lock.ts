import { randomUUID } from "node:crypto";
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LocalDatabaseError, systemErrorCode } from "./local-database-error.ts";
import { processStart } from "./processes.ts";

const POLL_MS = 50;
const TIMEOUT_MS = 180_000;

/**
 * Runs `work` while no other process (or caller in this one) holds the same lock folder. A dead
 * holder counts as gone.
 *
 * The folder has numbered files. The highest one is the lock, and it is held while it names a
 * living process. Taking the lock means creating the next number, which only one process can do.
 * Nobody ever removes the highest file, so a dead holder needs no cleanup that could race.
 *
 * Errors: LocalDatabaseError when the lock isn't free within three minutes.
 */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const release = await acquire(folder);
  try {
    return await work();
  } finally {
    release();
  }
}

async function acquire(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const claim = join(folder, `claim-${randomUUID()}`);
  writeFileSync(claim, `${process.pid} ${processStart(process.pid)}`);
  try {
    const deadline = Date.now() + TIMEOUT_MS;
    while (Date.now() < deadline) {
      const release = tryAcquire(folder, claim);
      if (release) return release;
      await sleep(POLL_MS);
    }
  } finally {
    rmSync(claim, { force: true });
  }
  const holder = readOwner(folder, highestNumber(folder));
  throw new LocalDatabaseError(
    `another command (pid ${holder.split(" ")[0]}) is holding ${folder}; wait until it ends`,
  );
}

function tryAcquire(folder: string, claim: string) {
  const top = highestNumber(folder);
  if (isHeld(readOwner(folder, top))) return null;

  const number = top + 1;
  const path = join(folder, String(number));
  try {
    linkSync(claim, path);
  } catch (error) {
    if (systemErrorCode(error) === "EEXIST") return null;
    throw error;
  }
  // The number may have been taken, released and removed since the folder was read.
  if (highestNumber(folder) !== number) {
    rmSync(path, { force: true });
    return null;
  }
  for (const lower of numbers(folder)) {
    if (lower < number) rmSync(join(folder, String(lower)), { force: true });
  }
  return () => writeFileSync(path, "");
}

function numbers(folder: string) {
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function highestNumber(folder: string) {
  return Math.max(0, ...numbers(folder));
}

function readOwner(folder: string, number: number) {
  try {
    return readFileSync(join(folder, String(number)), "utf8");
  } catch {
    return "";
  }
}

function isHeld(owner: string) {
  const [pid, ...start] = owner.split(" ");
  return start.length > 0 && processStart(Number(pid)) === start.join(" ");
}
