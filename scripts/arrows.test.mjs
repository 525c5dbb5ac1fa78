// Packages declare exactly the arrows that ARCHITECTURE.md draws, and the running product needs no
// developer-only package.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

const root = path.join(import.meta.dirname, "..");
const read = (file) => readFileSync(path.join(root, file), "utf8");

const listed = execFileSync("git", ["ls-files", "-z", "*/package.json"], { cwd: root });
const packages = String(listed)
  .split("\0")
  .filter((file) => file !== "")
  .map((file) => ({ folder: path.dirname(file), ...JSON.parse(read(file)) }));

/** A package's name in the drawing: its folder, unless that isn't clear enough. */
function drawnAs(folder) {
  if (folder.startsWith("tooling/")) return "tooling";
  if (folder === "docs/webhooks") return "receivers";
  return folder.startsWith("docs/") ? "examples" : path.basename(folder);
}
const nameOf = new Map(packages.map(({ name, folder }) => [name, drawnAs(folder)]));
const ours = (dependencies = {}) =>
  Object.keys(dependencies).flatMap((name) => (nameOf.has(name) ? [nameOf.get(name)] : []));

const [, drawing = ""] = /## Arrows\s+```\n([\s\S]*?)```/.exec(read("ARCHITECTURE.md")) ?? [];
const drawn = new Map(
  drawing
    .trim()
    .split("\n")
    .map((line) => {
      const [, from, to] = /^(\S+)\s+→ ((?:[a-z]+, )*[a-z]+)/.exec(line) ?? [];
      return [from, to === "nothing" ? [] : to.split(", ").sort()];
    }),
);

test("the drawing shows every package and nothing else", () => {
  assert.deepEqual([...new Set(nameOf.values())].sort(), [...drawn.keys()].sort());
});

for (const { folder, dependencies, devDependencies } of packages) {
  const name = drawnAs(folder);
  test(`${name} declares the dependencies drawn for it (${folder})`, () => {
    assert.deepEqual([...new Set(ours(dependencies))].sort(), drawn.get(name));
  });
  test(`${name} needs no tooling at run time (${folder})`, () => {
    assert.ok(!ours(dependencies).includes("tooling"));
    const forTests = ours(devDependencies).filter((other) => other !== "tooling");
    for (const other of forTests) assert.ok(drawn.get(other), other);
  });
}
