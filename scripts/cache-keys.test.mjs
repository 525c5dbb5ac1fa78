// A build or a type check must not be replayed after a change in anything it was made from. Works
// on a scratch copy with turbo's cache keys: nothing is built, installed or fetched.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";

const root = path.join(import.meta.dirname, "..");
const copy = mkdtempSync(path.join(tmpdir(), "sundial-cache-keys-"));
after(() => rmSync(copy, { recursive: true, force: true }));

const run = (command, args, options) =>
  execFileSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 26, ...options });
const lines = (text) => text.split("\0").filter((line) => line !== "");

// Tracked files, and new ones that would be.
const listing = ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "-z"];
const deleted = new Set(lines(run("git", ["ls-files", "--deleted", "-z"], { cwd: root })));
const files = lines(run("git", listing, { cwd: root })).filter((file) => !deleted.has(file));
for (const file of files) cpSync(path.join(root, file), path.join(copy, file));
run("git", ["init", "--quiet"], { cwd: copy });
run("git", ["add", "--all"], { cwd: copy });

/** Each package by name: its folder, and the packages of ours that it declares. */
const packages = new Map(
  files
    .filter((file) => /.\/package\.json$/.test(file))
    .map((file) => {
      const { name, dependencies, devDependencies } = JSON.parse(
        readFileSync(path.join(copy, file), "utf8"),
      );
      const declared = Object.entries({ ...dependencies, ...devDependencies });
      const own = declared.filter(([, version]) => version.startsWith("workspace:"));
      return [name, { folder: path.dirname(file), needs: own.map(([needed]) => needed) }];
    }),
);

/** A package and everything made from it, at any depth. */
function downstream(name) {
  const found = new Set([name]);
  for (const each of found) {
    for (const [other, { needs }] of packages) if (needs.includes(each)) found.add(other);
  }
  return sorted(found);
}

const sorted = (names) => [...names].sort();

/** The keys of every package's build and type check, by "name#task". */
function keys(variables = {}) {
  const { PATH, HOME } = process.env;
  const turbo = path.join(root, "node_modules/.bin/turbo");
  const output = run(turbo, ["run", "build", "typecheck", "--dry=json"], {
    cwd: copy,
    env: { PATH, HOME, TURBO_TELEMETRY_DISABLED: "1", ...variables },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { tasks } = JSON.parse(output);
  return new Map(
    tasks
      .filter(({ task }) => task === "build" || task === "typecheck")
      .map(({ taskId, hash }) => [taskId, hash]),
  );
}

const before = keys();

/** The packages whose task has a new key. */
function moved(now, task) {
  const names = [...packages.keys()];
  return sorted(
    names.filter((name) => now.get(`${name}#${task}`) !== before.get(`${name}#${task}`)),
  );
}

/** The keys after a change to one file of the copy. */
function keysWith(file, change) {
  const place = path.join(copy, file);
  const text = readFileSync(place, "utf8");
  try {
    change(place, text);
    return keys();
  } finally {
    writeFileSync(place, text);
  }
}

const append = (place) => appendFileSync(place, "\n");

function assertMoved(now, names) {
  for (const task of ["build", "typecheck"]) assert.deepEqual(moved(now, task), names, task);
}

test("every package has keys, and they are stable", () => {
  assert.ok(packages.size >= 9);
  for (const name of packages.keys()) assert.ok(before.get(`${name}#typecheck`), name);
  assertMoved(keys(), []);
});

for (const [name, { folder }] of packages) {
  const isSource = (file) => file.startsWith(`${folder}/`) && /\.tsx?$/.test(file);
  const file = files.findLast(isSource);
  const manifest = `${folder}/package.json`;
  test(`a change in ${name} changes the keys of everything built from it, and no others`, () => {
    for (const each of [file, manifest]) {
      assertMoved(keysWith(each, append), downstream(name));
    }
  });
}

test("a change to the database schema changes the keys of everything that uses the database", () => {
  const now = keysWith("packages/db/prisma/schema.prisma", append);
  assertMoved(now, downstream("@sundial/db"));
});

for (const file of [
  "tsconfig.base.json",
  "tsconfig.library.json",
  "pnpm-workspace.yaml",
  ".npmrc",
]) {
  test(`a change to ${file} changes all keys`, () => {
    assertMoved(keysWith(file, append), sorted(packages.keys()));
  });
}

test("a new version in the lockfile changes the keys of packages with the dependency", () => {
  const now = keysWith("pnpm-lock.yaml", (place, text) => {
    const version = /^ {2}bowser@([\d.]+):$/m.exec(text)?.[1];
    assert.ok(version);
    writeFileSync(
      place,
      text
        .replaceAll(`bowser@${version}`, "bowser@99.0.0")
        .replaceAll(`: ${version}\n`, ": 99.0.0\n"),
    );
  });
  assertMoved(now, downstream("@sundial/api"));
});

test("a variable that affects a build changes its key", () => {
  for (const name of ["NEXT_PUBLIC_NAME", "NODE_OPTIONS"]) {
    assert.ok(
      moved(keys({ [name]: "--max-old-space-size=1000" }), "build").includes("@sundial/web"),
      name,
    );
  }
});

test("an env file next to the app changes the key of its build", () => {
  const file = path.join(copy, "apps/web/.env");
  writeFileSync(file, "NEXT_PUBLIC_NAME=Sundial\n");
  const now = keys();
  rmSync(file);
  assert.ok(moved(now, "build").includes("@sundial/web"));
});

test("a change to documentation changes no key", () => {
  assertMoved(keysWith("README.md", append), []);
});
