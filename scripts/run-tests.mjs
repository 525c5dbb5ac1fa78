// The checks, type checks and tests of all packages. A failing one doesn't keep the others from
// reporting; the end repeats what failed and lists what ran and for how long. Arguments go to turbo.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";

// Each package's tests keep one core busy, and the database uses the rest.
const AT_ONCE = 2;

// Computations have no time limit, because a slow machine would exceed it. Only a hang takes this
// long.
const HANG_MS = 3 * 3_600_000;

const LAST_LINES = 60;

process.env.TURBO_TELEMETRY_DISABLED = "1";

const root = path.join(import.meta.dirname, "..");
const program = path.join(root, "node_modules/.bin/turbo");
const shell = process.platform === "win32";
const work = ["run", "//#check", "typecheck", "test", ...process.argv.slice(2)];

const plan = execFileSync(program, [...work, "--dry=json"], {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 2 ** 28,
  stdio: ["ignore", "pipe", "inherit"],
  shell,
});
const planned = JSON.parse(plan)
  .tasks.filter(({ command }) => command !== "<NONEXISTENT>")
  .map(({ taskId }) => taskId);
const earlier = summaries();

const turbo = spawn(
  program,
  [...work, "--summarize", "--continue=dependencies-successful", `--concurrency=${AT_ONCE}`],
  {
    cwd: root,
    stdio: ["inherit", "pipe", "inherit"],
    shell,
    env: { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: "1" }) },
  },
);
const recent = followed(turbo.stdout);
// A terminal sends Ctrl-C to turbo, too; we wait for it to end.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => turbo.kill("SIGTERM"));
const guard = setTimeout(() => {
  process.stderr.write("The tests are still running after three hours, so something hangs.\n");
  turbo.kill("SIGTERM");
}, HANG_MS);

const [code, signal] = await once(turbo, "close");
clearTimeout(guard);
const known = outcomes();
process.stdout.write(failures(known) + table(known));
process.exitCode = code ?? 128 + constants.signals[signal];

function summaries() {
  try {
    return readdirSync(path.join(root, ".turbo/runs"));
  } catch {
    return [];
  }
}

/** Turbo's record of each task it ran; empty if it was killed. */
function outcomes() {
  const name = summaries().find((each) => !earlier.includes(each));
  if (name === undefined) return new Map();
  const file = path.join(root, ".turbo/runs", name);
  const { tasks } = JSON.parse(readFileSync(file, "utf8"));
  rmSync(file);
  return new Map(tasks.map((task) => [task.taskId, task]));
}

function table(known) {
  const rows = planned.map((id) => ({ id, ms: 0, outcome: "not run", ...resultOf(known.get(id)) }));
  const lines = rows
    .sort((a, b) => b.ms - a.ms)
    .map(({ id, ms, outcome }) => `${minutes(ms)}  ${outcome.padEnd(7)}  ${id}\n`);
  const bad = rows.filter(({ outcome }) => outcome === "FAILED" || outcome === "not run");
  const verdict = bad.length === 0 ? "all passed" : `${bad.length} of ${rows.length} did not pass`;
  return `\n${lines.join("")}${minutes(performance.now())}  in all: ${verdict}\n`;
}

/** Prints turbo's output and keeps the last lines of each task, which begin with its name. */
function followed(output) {
  const lines = new Map();
  createInterface({ input: output }).on("line", (line) => {
    process.stdout.write(`${line}\n`);
    const [, task, text] = /^(\S+:\S+): (.*)$/.exec(stripVTControlCharacters(line)) ?? [];
    if (task !== undefined) lines.set(task, [...(lines.get(task) ?? []), text].slice(-LAST_LINES));
  });
  return lines;
}

/** The end of each failed task's output, where the tests list what failed. */
function failures(known) {
  return [...known.values()]
    .filter((task) => resultOf(task).outcome === "FAILED")
    .map(({ taskId }) => {
      const lines = recent.get(taskId.replace("#", ":")) ?? ["(no output)"];
      return `\n${taskId} failed:\n${lines.join("\n")}\n`;
    })
    .join("");
}

function resultOf(task) {
  if (!task?.execution) return {};
  const { startTime, endTime, exitCode } = task.execution;
  const passed = task.cache.status === "HIT" ? "cached" : "passed";
  return { ms: endTime - startTime, outcome: exitCode === 0 ? passed : "FAILED" };
}

/** Such as "  3:07". */
function minutes(ms) {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`.padStart(6);
}
