import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { systemErrorCode } from "./local-database-error.ts";

/**
 * When the process started, in the system's own notation, or null if it isn't running. Pids are
 * reused; a pid with its start time isn't.
 */
export function processStart(pid: number): string | null {
  if (!isAlive(pid)) return null;
  if (process.platform === "win32") return "unknown";
  if (process.platform !== "linux") return ps(pid, "lstart");
  const [state, ...fields] = linuxStat(pid);
  return state === undefined || state === "Z" ? null : (fields[18] ?? null);
}

/** The command line of a process, or null if it isn't running or isn't visible to us. */
export function processCommand(pid: number): string | null {
  if (!isAlive(pid)) return null;
  if (process.platform === "win32") return output("tasklist", ["/nh", "/fi", `PID eq ${pid}`]);
  if (process.platform !== "linux") return ps(pid, "command");
  return readOrNull(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ").trim() || null;
}

function isAlive(pid: number) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === "EPERM";
  }
}

/** The fields after the process name, which may contain spaces and brackets. */
function linuxStat(pid: number) {
  const stat = readOrNull(`/proc/${pid}/stat`) ?? "";
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function ps(pid: number, column: string) {
  return output("ps", ["-o", `${column}=`, "-p", String(pid)]);
}

function output(command: string, args: string[]) {
  try {
    return execFileSync(command, args, { encoding: "utf8", stdio: "pipe" }).trim() || null;
  } catch {
    return null;
  }
}

function readOrNull(path: string) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
