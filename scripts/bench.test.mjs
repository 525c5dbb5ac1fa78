import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";

test("names a benchmark that does not exist and starts nothing", () => {
  const cwd = path.join(import.meta.dirname, "../benchmarks");
  const args = ["--import", "tsx", "src/main.ts", "slots", "speed"];
  // Without a PATH, Postgres can't start.
  const ended = spawnSync(process.execPath, args, { cwd, encoding: "utf8", env: { PATH: "" } });
  assert.equal(ended.status, 2);
  assert.match(ended.stderr, /There is no benchmark speed\. Choose from slots, .*migrate/);
  assert.equal(ended.stdout, "");
});
