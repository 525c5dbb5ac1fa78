import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startOpenIdIssuer } from "@sundial/auth/testing/openid-issuer";
import { createTestDatabase } from "@sundial/db/testing";
import prepareTemplate from "@sundial/db/testing/global-setup";
import pg from "pg";
import { z } from "zod";
import { everybody, WAYS_IN, wayCounts } from "../src/engine/ways-in.ts";
import { ordinaryUsers } from "../src/testing/ordinary-users.ts";
import { SUPABASE_MAPPING, SUPABASE_SCHEMA } from "../src/testing/supabase-schema.ts";
import { addPeople, addWaysIn, type WayIn } from "./people.ts";
import { callbackOf, startSite } from "./site.ts";

// A whole migration on throwaway databases, following the runbook: rehearsed, killed, resumed,
// verified, used, and rolled back. Exits with 1 if anything is wrong.
const USERS = 10_000;
const program = fileURLToPath(new URL("../bin/sundial-migrate.mjs", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "sundial-rehearsal-"));
const mapping = join(folder, "mapping.json");
const providers = { keycloak: "campus" };
await writeFile(mapping, JSON.stringify({ ...SUPABASE_MAPPING, providers }));

await prepareTemplate();
const [from, to] = [await createTestDatabase(), await createTestDatabase()];
const [source, target] = [new pg.Client(from.url), new pg.Client(to.url)];
await source.connect();
await target.connect();
/** The organization's own issuer, with the subject of the person who signs in there. */
const client = { clientId: "sundial", clientSecret: randomBytes(16).toString("hex") };
const issuer = await startOpenIdIssuer({
  clients: [
    {
      client_id: client.clientId,
      client_secret: client.clientSecret,
      redirect_uris: [callbackOf("campus")],
      token_endpoint_auth_method: "client_secret_basic",
    },
  ],
});
issuer.add("campus there", { sub: "campus there" });
const serverEnv = {
  BETTER_AUTH_SECRET: randomBytes(32).toString("base64"),
  OIDC_PROVIDERS: JSON.stringify([
    { id: "campus", name: "Campus", issuer: issuer.issuer, ...client },
  ]),
};

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
      ...serverEnv,
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

/** The emails of a template that wait to be sent, oldest first. */
async function emailsFor(template: string, recipient?: string) {
  const { rows } = await target.query<{ token: string }>(
    `SELECT data ->> 'token' AS token FROM email_outbox
     WHERE template = 'account.' || $1 AND ($2::text IS NULL OR recipient = $2) ORDER BY created_at`,
    [template, recipient ?? null],
  );
  return rows;
}

/** Signs in with the provider, or by a password from a reset email; true if the way is as said. */
async function getsIn({ email, by }: WayIn) {
  if (typeof by === "object") return site.signInWithProvider("campus", by.login);
  await site.post("/request-password-reset", { email });
  const [link] = await emailsFor("resetPassword", email);
  if (link === undefined || by === "nothing") return link === undefined && by === "nothing";
  const password = "a password of their own choice";
  const answer = await site.post("/reset-password", { token: link.token, newPassword: password });
  if (!answer.ok) return false;
  return (await site.signIn({ who: email, email, password, status: 200 })).status === 200;
}

await source.query(SUPABASE_SCHEMA);
const arrivals = await addPeople(source);
const waysIn = await addWaysIn(source);
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
const { rows: runs } = await target.query<{ id: string }>("SELECT id FROM migration_runs");
const reportFile = join(folder, ".local/migrate", `${runs[0]?.id}.json`);
const { waysIn: counts } = z
  .looseObject({ waysIn: z.object({ before: wayCounts, after: wayCounts }) })
  .parse(JSON.parse(await readFile(reportFile, "utf8")));
check(everybody(counts.before) === USERS, "everybody is in one row of the ways in before");
check(everybody(counts.after) === USERS, "and in one row here");
const providerOnly = counts.after.provider + counts.after.otherProvider;
check(providerOnly > USERS * 0.3, `${providerOnly} people have only a provider`);
const missing = WAYS_IN.filter((way) => counts.after[way] === 0);
check(
  missing.join() === "unknownPassword,oldPassword,pending",
  "somebody is in every row but those of the source and of a user pool",
);

const site = await startSite(to.url, serverEnv);
// The server makes its first key within a minute, and the key proves the secret.
while ((await count(target, "jwks")) === 0)
  await new Promise((resolve) => setTimeout(resolve, 500));
await migrate(0, "verify");
await migrate(KEPT_BACK, "quarantine", "list");

tell("\nSigning in, in the running app:");
for (const arrival of arrivals) {
  const { status, code } = await site.signIn(arrival);
  check(
    status === arrival.status && code === arrival.code,
    `${arrival.who}: ${status} ${code ?? ""}`,
  );
}
for (const way of waysIn) check(await getsIn(way), `${way.email}: ${JSON.stringify(way.by)}`);
await migrate(0, "verify");
await migrate(0, "invite", "--apply", "--limit", "50");
check((await emailsFor("choosePassword")).length === 50, "50 people were invited");
await site.stop();
await issuer.stop();

const signedIn =
  arrivals.filter(({ status }) => status === 200).length +
  waysIn.filter(({ by }) => by !== "nothing").length;
await migrate(KEPT_BACK, "rollback");
const left = await count(target, "users");
check(left === 1 + signedIn, `${left} users are left: those who signed in, and one of its own`);

await source.end();
await target.end();
await from.drop();
await to.drop();
tell(failures.length === 0 ? "\nAll as it has to be." : `\n${failures.length} failed.`);
process.exitCode = failures.length === 0 ? 0 : 1;
