import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { processStart } from "./processes.ts";

const KEPT = "kept";

/** Records that this process uses the server; call the result to release it. */
export function takeLease(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, randomUUID());
  writeFileSync(path, `${process.pid} ${processStart(process.pid)}`);
  return () => rmSync(path, { force: true });
}

/** Whether the server stays up when nobody uses it: `start` sets this until `stop`. */
export function setKept(folder: string, kept: boolean) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (kept) writeFileSync(join(folder, KEPT), "");
  else rmSync(join(folder, KEPT), { force: true });
}

/** The current users of the server; removes the leases of dead processes. */
export function readLeases(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const names = readdirSync(folder);
  const users = names.filter((name) => name !== KEPT && isLive(join(folder, name)));
  return { kept: names.includes(KEPT), users: users.length };
}

function isLive(path: string) {
  const [pid, ...start] = readFileSync(path, "utf8").split(" ");
  if (processStart(Number(pid)) === start.join(" ")) return true;
  rmSync(path, { force: true });
  return false;
}
