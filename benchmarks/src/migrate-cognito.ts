import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase } from "@sundial/db/testing";
import prepareTemplate from "@sundial/db/testing/global-setup";
import { POOL, POOL_MAPPING, writePages, writeWhole } from "@sundial/migrate/testing/ordinary-pool";
import { formatNumber } from "@sundial/validators";
import pg from "pg";
import { timed } from "./latencies.ts";
import { copyTables, migrate, tell } from "./migrate.ts";

/** Migrating a user pool: the whole command including reading the export, and its memory. */
export async function measureMigrateCognito() {
  await measurePool(10_000);
  await measurePool(100_000);
}

/** The same with a million users, which takes some minutes and gigabytes. */
export function measureMigrateCognitoMillion() {
  return measurePool(1_000_000);
}

async function measurePool(users: number) {
  console.info(`\nMoving ${formatNumber(users)} users in from Cognito`);
  await prepareTemplate();
  const folder = await mkdtemp(join(tmpdir(), "sundial-bench-"));
  const databases = await Promise.all([1, 2].map(() => createTestDatabase()));
  const [to, other] = databases;
  const clients = databases.map(({ url }) => new pg.Client(url));
  const [target, elsewhere] = clients;
  if (!to || !other || !target || !elsewhere) return;
  try {
    for (const client of clients) await client.connect();
    const pages = await writePages(folder, users);
    const mapping = join(folder, "mapping.json");
    await writeFile(mapping, JSON.stringify(POOL_MAPPING));
    const from = ["--users", pages.users, "--groups", pages.groups];
    const move = ["cognito", "--pool", POOL, ...from, "--mapping", mapping];
    const urls = { toUrl: to.url, folder };

    const applied = await migrate(urls, ...move, "--apply");
    tell("apply", users, applied.ms, applied.peakMiB);
    const product = await timed(() => copyTables(target, elsewhere, ["users", "accounts"]));
    tell("COPY of the product's rows", users, product.ms);
    const records = await timed(() => copyTables(target, elsewhere, ["migration_records"]));
    tell("COPY of these and the records", users, product.ms + records.ms);
    const verified = await migrate(urls, "verify", ...from);
    tell("verify", users, verified.ms, verified.peakMiB);
    const again = await migrate(urls, ...move, "--apply");
    tell("apply again, nothing new", users, again.ms, again.peakMiB);

    const whole = join(folder, "users.json");
    await writeWhole(whole, users);
    await elsewhere.query("TRUNCATE users, migration_records CASCADE");
    const one = ["cognito", "--pool", POOL, "--users", whole, "--apply"];
    const oneApplied = await migrate({ toUrl: other.url, folder }, ...one);
    tell("apply from one file, no groups", users, oneApplied.ms, oneApplied.peakMiB);
  } finally {
    for (const client of clients) await client.end();
    for (const { drop } of databases) await drop();
    await rm(folder, { recursive: true });
  }
}
