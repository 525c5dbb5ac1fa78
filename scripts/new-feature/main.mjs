// `pnpm new:feature favoriteMentor` writes a working feature from contract to page, in the shape of
// the others, and lists what is left to decide.
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { namesOf, Refusal } from "./names.mjs";
import { planFeature } from "./plan.mjs";

const USAGE = `Usage: pnpm new:feature <noun> [--plural <nouns>] [--force]

  <noun>     such as favoriteMentor or favorite-mentor
  --plural   the plural, if it is irregular
  --force    run even if the working tree has uncommitted changes`;

const root = path.join(import.meta.dirname, "../..");
const database = path.join(root, "packages/db");
const shell = process.platform === "win32";
const bin = (name, folder = root) => path.join(folder, "node_modules/.bin", name);

const inRoot = (file) => path.join(root, file);
const read = (file) => readFileSync(inRoot(file), "utf8");
const exists = (file) => existsSync(inRoot(file));

try {
  main();
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\nNothing was written.\n`);
  process.exitCode = 1;
}

function main() {
  const { noun, plural, force } = readArguments();
  const names = namesOf(noun, plural);
  if (!force) refuseUnlessClean();
  const plan = planFeature(names, { read, exists });
  const migration = `packages/db/prisma/migrations/${nextStamp()}_${names.table}/migration.sql`;
  say("Asking Prisma for the migration…");
  plan.created[migration] = migrationTo(plan.changed["packages/db/prisma/schema.prisma"]);
  // Written from the code, once it is there.
  for (const file of ["docs/api.md", "packages/api/src/catalogue/source-facts.ts"]) {
    plan.changed[file] = read(file);
  }
  const files = { ...plan.created, ...plan.changed };
  write(files, () => {
    const formatted = Object.keys(files).filter((file) => /\.tsx?$/.test(file));
    run(bin("biome"), ["check", "--write", ...formatted]);
    say("Generating the database client…");
    run(bin("turbo"), ["run", "codegen", "--filter", "@sundial/db"]);
    say("Describing the API…");
    run(process.execPath, ["--import", "tsx", "build/main.ts"], inRoot("packages/api"));
  });
  say(report(names, plan));
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { plural: { type: "string" }, force: { type: "boolean", default: false } },
    });
    if (positionals.length !== 1) throw new Error("Pass one noun.");
    return { noun: positionals[0], ...values };
  } catch (error) {
    throw new Refusal(`${error.message}\n\n${USAGE}\n`);
  }
}

function refuseUnlessClean() {
  const changes = execFileSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" });
  if (changes === "") return;
  throw new Refusal(`The working tree has uncommitted changes. Commit them first, so that the diff shows only
the new feature, or pass --force.\n\n${changes}`);
}

/** A timestamp for the migration, later than those of all others. */
function nextStamp() {
  const stamps = readdirSync(path.join(database, "prisma/migrations")).map(Number.parseFloat);
  const last = Math.max(...stamps.filter(Number.isFinite));
  const now = Number(new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14));
  return Math.max(now, last + 1);
}

/** The SQL that Prisma writes for the new schema. It isn't applied to any database. */
function migrationTo(schema) {
  const folder = mkdtempSync(path.join(tmpdir(), "sundial-new-feature-"));
  const [file, sql] = ["schema.prisma", "migration.sql"].map((name) => path.join(folder, name));
  try {
    writeFileSync(file, schema);
    run(
      process.execPath,
      [
        ...[inRoot("tooling/local-postgres/bin/local-postgres.mjs"), "run", "--"],
        ...[bin("prisma", database), "migrate", "diff", "--from-schema", "prisma/schema.prisma"],
        ...["--to-schema", file, "--script", "--output", sql],
      ],
      database,
    );
    return `${readFileSync(sql, "utf8").trimEnd()}\n`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes all files and does the rest. Restores everything if any of it fails. */
function write(files, rest) {
  const earlier = Object.keys(files).map((file) => [file, exists(file) ? read(file) : null]);
  const made = [];
  // Ctrl-C ends the program that is running, and its failure then restores the files.
  process.on("SIGINT", () => {});
  try {
    for (const [file, text] of Object.entries(files)) {
      made.push(mkdirSync(path.dirname(inRoot(file)), { recursive: true }));
      writeFileSync(inRoot(file), text);
    }
    rest();
  } catch (error) {
    for (const [file, text] of earlier) {
      if (text === null) rmSync(inRoot(file), { force: true });
      else writeFileSync(inRoot(file), text);
    }
    for (const folder of made) if (folder) rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Runs a program and shows its output only if it fails. */
function run(program, args, cwd = root) {
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1" };
  const quiet = program === process.execPath ? false : shell;
  try {
    execFileSync(program, args, { cwd, env, shell: quiet, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const output = `${error.stdout ?? ""}${error.stderr ?? ""}` || error.message;
    throw new Refusal(`${[program, ...args].join(" ")} failed:\n${output}`);
  }
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

function report({ noun, many, path: page, kebab, table, NOUNS }, { created, changed }) {
  const list = (files) => Object.keys(files).map((file) => `  ${file}\n`);
  return `
New files:
${list(created).join("")}
Changed files:
${list(changed).join("")}
The feature works and passes every check. Try it:
  pnpm dev, then open /${page}
  pnpm --filter @sundial/api test src/${kebab} src/api.test.ts

Decide next (CONTRIBUTING.md explains each step):
  Contract    What ${many} contain instead of \`text\`, and ${NOUNS}_MAX, the limit per person.
  Schema      The same fields. Delete the new migration and run
              pnpm db:generate --name ${table}
  Erasing     Erasing a person deletes their ${many}, and their export contains them.
              Decide what stays if other people need them.
  Permission  Every active person may list, create and delete their own.
  Scope       Nobody sees other people's ${many}, not even staff.
  Limits      Calls count only toward the general limits. To add one, pass
              permitted("${noun}:create", { limit: "…" }).
  Copy        Titles, labels and messages, and a link to /${page}, such as in site-header.tsx.
  Journey     A test in apps/web/e2e, and a line in CHANGELOG.md.`;
}
