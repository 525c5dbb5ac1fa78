// People run this behind firewalls, so none of our tools may call home.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

const root = path.join(import.meta.dirname, "..");
const files = (pattern) =>
  execFileSync("git", ["ls-files", pattern], { cwd: root, encoding: "utf8" }).trim().split("\n");
const read = (file) => readFileSync(path.join(root, file), "utf8");

const scripts = files("*package.json").flatMap((file) =>
  Object.entries(JSON.parse(read(file)).scripts ?? {}).map(([name, command]) => ({
    where: `${file} ${name}`,
    command,
  })),
);

test("every script that runs turbo turns off its telemetry", () => {
  const ours = scripts.filter(({ command }) =>
    /\bturbo (run|boundaries|prune|watch)\b/.test(command),
  );
  assert.ok(ours.length >= 5);
  for (const { where, command } of ours) {
    const commands = command.split(/&&|--/).filter((part) => /\bturbo /.test(part));
    for (const part of commands) assert.match(part, /TURBO_TELEMETRY_DISABLED=1 turbo/, where);
  }
  for (const file of files("*.mjs").filter((name) =>
    /node_modules\/\.bin\/turbo/.test(read(name)),
  )) {
    assert.match(read(file), /TURBO_TELEMETRY_DISABLED\W+"1"/, file);
  }
  assert.match(read("turbo.json"), /"noUpdateNotifier": true/);
  assert.match(read("pnpm-workspace.yaml"), /^updateNotifier: false$/m);
});

test("Next.js and Prisma run where their configuration turns off telemetry", () => {
  for (const { where, command } of scripts) {
    if (/\bnext (build|dev|start|typegen)\b/.test(command)) assert.match(where, /^apps\/web\//);
    if (/\bprisma (?!\/)\w/.test(command)) assert.match(where, /^packages\/db\//);
  }
});
