import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createTestDatabase } from "@sundial/db/testing";
import prepareTemplate from "@sundial/db/testing/global-setup";
import pg from "pg";
import { ordinaryUsers } from "../src/testing/ordinary-users.ts";
import { SUPABASE_MAPPING, SUPABASE_SCHEMA } from "../src/testing/supabase-schema.ts";
import { addPeople } from "./people.ts";
import { startSite } from "./site.ts";

// A whole migration on throwaway databases, following the runbook: rehearsed, killed, resumed,
// verified, used, and rolled back. Exits with 1 if anything is wrong.
const USERS = 10_000;
const program = fileURLToPath(new URL("../bin/sundial-migrate.mjs", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "sundial-rehearsal-"));
const mapping = join(folder, "mapping.json");
await writeFile(mapping, JSON.stringify(SUPABASE_MAPPING));

await prepareTemplate();
const [from, to] = [await createTestDatabase(), await createTestDatabase()];
const [source, target] = [new pg.Client(from.url), new pg.Client(to.url)];
await source.connect();
await target.connect();
const secret = randomBytes(32).toString("base64");

function tell(line: string) {
  process.stdout.write(`${line}\n`);
}

function begin(...args: string[]) {
  tell(`\n$ pnpm migrate ${args.join(" ").replaceAll(folder, "…")}`);
  const child = spawn(process.execPath, [program, ...args], {
    env: {
      PATH: process.env.PATH,
      FROM_DATABASE_URL: from.url,
      TO_DATABASE_URL: to.url,
      BETTER_AUTH_SECRET: secret,
      INIT_CWD: folder,
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return { child, ended: once(child, "close").then(([code]) => Number(code ?? -1)) };
}

async function migrate(expected: number, ...args: string[]) {
  const code = await begin(...args).ended;
  check(code === expected, `exit code ${code}`);
}

const failures: string[] = [];
function check(isTrue: boolean, what: string) {
  tell(`${isTrue ? "ok  " : "FAIL"} ${what}`);
  if (!isTrue) failures.push(what);
}

async function count(client: pg.Client, table: string) {
  const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
  return rows[0]?.n ?? 0;
}

await source.query(SUPABASE_SCHEMA);
const arrivals = await addPeople(source);
await source.query(ordinaryUsers(USERS - (await count(source, "auth.users"))));
await target.query(
  "INSERT INTO users (id, email, name) VALUES ('here-before', 'here@rehearsal.example', 'Here before')",
);
tell(`Source: ${await count(source, "auth.users")} users. Target: 1 user of its own.`);

/** Pipelines must notice quarantined rows, and users who stay after a rollback. */
const KEPT_BACK = 3;
await migrate(KEPT_BACK, "supabase", "--mapping", mapping);
check((await count(target, "users")) === 1, "the rehearsal left nothing behind");

const { child, ended } = begin("supabase", "--mapping", mapping, "--batch-size", "500", "--apply");
while ((await count(target, "users")) < USERS / 3 && child.exitCode === null) {
  await new Promise((resolve) => setTimeout(resolve, 10));
}
child.kill("SIGKILL");
await ended;
tell(`killed with ${await count(target, "users")} users arrived`);
await migrate(KEPT_BACK, "supabase", "--resume");
await migrate(0, "verify");
await migrate(KEPT_BACK, "quarantine", "list");

tell("\nSigning in, in the running app:");
const site = await startSite(to.url, secret);
for (const arrival of arrivals) {
  const { status, code } = await site.signIn(arrival);
  check(
    status === arrival.status && code === arrival.code,
    `${arrival.who}: ${status} ${code ?? ""}`,
  );
}
await site.stop();

const signedIn = arrivals.filter(({ status }) => status === 200).length;
await migrate(KEPT_BACK, "rollback");
const left = await count(target, "users");
check(left === 1 + signedIn, `${left} users are left: those who signed in, and one of its own`);

await source.end();
await target.end();
await from.drop();
await to.drop();
tell(failures.length === 0 ? "\nAll as it has to be." : `\n${failures.length} failed.`);
process.exitCode = failures.length === 0 ? 0 : 1;
