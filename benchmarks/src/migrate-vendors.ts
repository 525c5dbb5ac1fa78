import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase } from "@sundial/db/testing";
import prepareTemplate from "@sundial/db/testing/global-setup";
import { ordinaryPerson, type Vendor } from "@sundial/migrate/testing/vendor";
import { vendors } from "@sundial/migrate/testing/vendors";
import { formatNumber } from "@sundial/validators";
import pg from "pg";
import { timed } from "./latencies.ts";
import { copyTables, migrate, tell } from "./migrate.ts";

/** Migrating users from files and from other vendors: the whole command, and its memory. */
export async function measureMigrateVendors() {
  await prepareTemplate();
  for (const [name, vendor] of vendors) await measureVendor(name, vendor, 100_000);
}

async function measureVendor(name: string, vendor: Vendor, users: number) {
  console.info(`\nMoving ${formatNumber(users)} users in from ${name}`);
  const folder = await mkdtemp(join(tmpdir(), "sundial-bench-"));
  const databases = await Promise.all([1, 2, 3].map(() => createTestDatabase()));
  const clients = databases.map(({ url }) => new pg.Client(url));
  const [from, to] = databases;
  const [source, target, elsewhere] = clients;
  if (!from || !to || !source || !target || !elsewhere) return;
  try {
    for (const client of clients) await client.connect();
    const args = await fill(vendor, users, folder, source);
    const mapping = join(folder, "mapping.json");
    await writeFile(mapping, JSON.stringify(vendor.mapping));
    const urls = { fromUrl: from.url, toUrl: to.url, folder };

    const applied = await migrate(urls, vendor.kind, ...args, "--mapping", mapping, "--apply");
    tell("apply", users, applied.ms, applied.peakMiB);
    const copied = await timed(() =>
      copyTables(target, elsewhere, ["users", "accounts", "migration_records"]),
    );
    tell("COPY of rows and records", users, copied.ms);
    const verified = await migrate(urls, "verify", ...args);
    tell("verify", users, verified.ms, verified.peakMiB);
  } finally {
    for (const client of clients) await client.end();
    for (const { drop } of databases) await drop();
    await rm(folder, { recursive: true });
  }
}

/** Writes the export, or fills the database; returns the options that name the files. */
async function fill(vendor: Vendor, users: number, folder: string, source: pg.Client) {
  const hasOwn = vendor.ownPassword !== undefined;
  const people = Array.from({ length: users }, (_, index) => ordinaryPerson(index + 1, hasOwn));
  const { files = [], sql } = vendor.write(people);
  if (sql !== undefined) {
    // The other app's tables may be named like ours.
    await source.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    await source.query(sql);
  }
  await mkdir(join(folder, "export"));
  for (const { name, content } of files) await writeFile(join(folder, "export", name), content);
  return files.flatMap(({ option, name }) => [option, join(folder, "export", name)]);
}
