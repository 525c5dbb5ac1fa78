// Inside the API and inside the app, no folder imports from one that ARCHITECTURE.md puts behind it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

const root = path.join(import.meta.dirname, "..");
const architecture = readFileSync(path.join(root, "ARCHITECTURE.md"), "utf8");

// New files count before they are staged.
const listing = ["ls-files", "--cached", "--others", "--exclude-standard", "-z", "*.ts", "*.tsx"];

for (const place of ["packages/api/src", "apps/web/src"]) {
  const src = path.join(root, place);
  const order = foldersInOrder(place);
  const files = String(execFileSync("git", listing, { cwd: src }))
    .split("\0")
    .filter((file) => file.includes("/") && !/\.test\.ts$|^testing\//.test(file));

  test(`the list of ${place} has every folder and nothing else`, () => {
    const folders = new Set(files.map(folderOf).filter((folder) => !folder.startsWith("__")));
    assert.deepEqual([...order].sort(), [...folders].sort());
  });

  for (const folder of order) {
    test(`${place}/${folder} imports only from folders before it`, () => {
      const allowed = new Set(order.slice(0, order.indexOf(folder) + 1));
      for (const file of files.filter((each) => folderOf(each) === folder)) {
        const upward = importsOf(src, file).filter((target) => !allowed.has(target));
        assert.deepEqual(upward, [], file);
      }
    });
  }
}

/** As the list behind "Inside `place`" has them. */
function foldersInOrder(place) {
  const [, after = ""] = architecture.split(`Inside \`${place}\``);
  const [, list = ""] = after.split("```\n");
  return list.split(/\s+/).filter((folder) => folder !== "");
}

function folderOf(file) {
  return file.split("/")[0];
}

/** The folders a file imports from, types included. */
function importsOf(src, file) {
  const source = readFileSync(path.join(src, file), "utf8");
  const targets = [...source.matchAll(/(?:from|import)\s*\(?"(\.[^"]+|~\/[^"]+)"/g)].map(
    ([, target]) =>
      target.startsWith("~/") ? target.slice(2) : path.join(path.dirname(file), target),
  );
  return targets.filter((target) => target.includes("/")).map(folderOf);
}
