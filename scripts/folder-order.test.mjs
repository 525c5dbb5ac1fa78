// Inside the API, no folder imports from one that ARCHITECTURE.md lists after it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

const root = path.join(import.meta.dirname, "..");
const api = path.join(root, "packages/api/src");

const architecture = readFileSync(path.join(root, "ARCHITECTURE.md"), "utf8");
const [, list = ""] =
  /Inside `packages\/api\/src`[^\n]+\n\n```\n([^`]+)```/.exec(architecture) ?? [];
const order = list.split(/\s+/).filter((folder) => folder !== "");

// Includes files that are not committed yet.
const listing = ["ls-files", "--cached", "--others", "--exclude-standard", "-z", "*.ts"];
const files = String(execFileSync("git", listing, { cwd: api }))
  .split("\0")
  .filter((file) => file.includes("/") && !/\.test\.ts$|^testing\//.test(file))
  .filter((file) => existsSync(path.join(api, file)));
const folderOf = (file) => file.split("/")[0];

/** The folders a file imports from, types included. */
function importsOf(file) {
  const source = readFileSync(path.join(api, file), "utf8");
  const targets = [...source.matchAll(/(?:from|import)\s*\(?"(\.[^"]+)"/g)].map(([, target]) =>
    path.join(path.dirname(file), target),
  );
  return targets.filter((target) => target.includes("/")).map(folderOf);
}

test("the list has every folder and nothing else", () => {
  const folders = new Set(files.map(folderOf).filter((folder) => !folder.startsWith("__")));
  assert.deepEqual([...order].sort(), [...folders].sort());
});

for (const folder of order) {
  test(`${folder} imports only from folders before it`, () => {
    const allowed = new Set(order.slice(0, order.indexOf(folder) + 1));
    for (const file of files.filter((each) => folderOf(each) === folder)) {
      const upward = importsOf(file).filter((target) => !allowed.has(target));
      assert.deepEqual(upward, [], file);
    }
  });
}
