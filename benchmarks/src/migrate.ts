import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createTestDatabase } from "@sundial/db/testing";
import prepareTemplate from "@sundial/db/testing/global-setup";
import { ordinaryUsers } from "@sundial/migrate/testing/ordinary-users";
import { SUPABASE_MAPPING, SUPABASE_SCHEMA } from "@sundial/migrate/testing/supabase-schema";
import { formatNumber } from "@sundial/validators";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { timed } from "./latencies.ts";

const program = fileURLToPath(import.meta.resolve("@sundial/migrate/program"));
const PRODUCT = [
  "users",
  "accounts",
  "totp_factors",
  "mentee_profiles",
  "mentor_profiles",
  "expertise",
];
const ROW_BY_ROW = 2_000;

/**
 * Migrating users: the whole command, its memory, and the cost of loading the same rows otherwise.
 */
export async function measureMigrate() {
  await measureMove(10_000);
  await measureMove(100_000);
}

/** The same with a million users, which takes some minutes and gigabytes. */
export function measureMigrateMillion() {
  return measureMove(1_000_000);
}

async function measureMove(users: number) {
  console.info(`\nMoving ${formatNumber(users)} users in from Supabase`);
  await prepareTemplate();
  const databases = await Promise.all([1, 2, 3].map(() => createTestDatabase()));
  const [from, to, other] = databases;
  const clients = databases.map(({ url }) => new pg.Client(url));
  const [source, target, elsewhere] = clients;
  if (!from || !to || !other || !source || !target || !elsewhere) return;
  try {
    for (const client of clients) await client.connect();
    const filled = await timed(() => source.query(SUPABASE_SCHEMA + ordinaryUsers(users)));
    console.info(`  source made in ${seconds(filled.ms)}`);
    const folder = await mkdtemp(join(tmpdir(), "sundial-bench-"));
    const mapping = join(folder, "mapping.json");
    await writeFile(mapping, JSON.stringify(SUPABASE_MAPPING));
    const urls = { fromUrl: from.url, toUrl: to.url, folder };

    const applied = await migrate(urls, "supabase", "--mapping", mapping, "--apply");
    tell("apply, first pass", users, applied.firstPassMs, applied.peakMiB);
    tell("apply, whole command", users, applied.ms, applied.peakMiB);
    const rows = await timed(() => insertRowByRow(source, elsewhere, Math.min(users, ROW_BY_ROW)));
    tell(`insert row by row (${ROW_BY_ROW} users)`, ROW_BY_ROW, rows.ms);
    await elsewhere.query("TRUNCATE users CASCADE");
    const product = await timed(() => copyTables(target, elsewhere, PRODUCT));
    tell("COPY of the product's rows", users, product.ms);
    const records = await timed(() => copyTables(target, elsewhere, ["migration_records"]));
    tell("COPY of these and the records", users, product.ms + records.ms);

    const verified = await migrate(urls, "verify");
    tell("verify", users, verified.ms, verified.peakMiB);
    const again = await migrate(urls, "supabase", "--mapping", mapping, "--apply");
    tell("apply again, nothing new", users, again.ms, again.peakMiB);
  } finally {
    for (const client of clients) await client.end();
    for (const { drop } of databases) await drop();
  }
}

/** Runs the command in a separate process and watches its memory. */
export async function migrate(
  { fromUrl, toUrl, folder }: { fromUrl?: string; toUrl: string; folder: string },
  ...args: string[]
) {
  const began = performance.now();
  const child = spawn(process.execPath, [program, ...args, "--json"], {
    env: {
      FROM_DATABASE_URL: fromUrl,
      TO_DATABASE_URL: toUrl,
      BETTER_AUTH_SECRET: "a secret for measuring, of 32 characters",
      INIT_CWD: folder,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let firstPassMs = 0;
  let peakMiB = 0;
  let told = "";
  child.stderr.on("data", (data) => {
    told += data;
    if (firstPassMs === 0 && told.includes("(pass 2)")) firstPassMs = performance.now() - began;
  });
  const watch = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, "utf8").catch(() => "");
    peakMiB = Math.max(peakMiB, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }, 50);
  const [code] = await once(child, "close");
  clearInterval(watch);
  if (code !== 0) throw new Error(`migrate ${args[0]} ended with ${code}: ${told}`);
  return { ms: performance.now() - began, firstPassMs, peakMiB };
}

/** Like a script without a plan: one statement per row, each in its own transaction. */
async function insertRowByRow(source: pg.Client, target: pg.Client, users: number) {
  const { rows } = await source.query(
    `SELECT id::text, lower(email) AS email, encrypted_password, created_at, updated_at FROM auth.users LIMIT ${users}`,
  );
  for (const row of rows) {
    await target.query(
      // A single name for everybody would mislead the planner of foreign key checks later.
      "INSERT INTO users (id, email, name, created_at, updated_at) VALUES ($1, $2, $2, $3, $4)",
      [row.id, row.email, row.created_at, row.updated_at],
    );
    await target.query(
      "INSERT INTO accounts (id, user_id, account_id, provider_id, password) VALUES ($1, $1, $1, 'credential', $2)",
      [row.id, row.encrypted_password],
    );
    await target.query(
      `INSERT INTO mentee_profiles (user_id, experience_level, goals, interests, weekly_hours, learning_style)
       VALUES ($1, 'junior', 'Find out what to learn', '{Testing}', 'two_to_five', 'reading')`,
      [row.id],
    );
  }
}

export async function copyTables(from: pg.Client, to: pg.Client, tables: string[]) {
  for (const table of tables) {
    await pipeline(
      from.query(copyTo(`COPY ${table} TO STDOUT`)),
      to.query(copyFrom(`COPY ${table} FROM STDIN`)),
    );
  }
}

export function tell(what: string, rows: number, ms: number, peakMiB?: number, noun = "users") {
  const rate = formatNumber(Math.round((rows * 1000) / ms));
  const memory = peakMiB === undefined ? "" : `   peak ${peakMiB.toFixed(0)} MiB`;
  console.info(
    `  ${what.padEnd(34)}${seconds(ms).padStart(9)}   ${rate.padStart(8)} ${noun}/s${memory}`,
  );
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
