import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { applyMigrations } from "../../prisma/apply-migrations.ts";
import { urlOf, whenVacant, withMaintenance } from "./maintenance.ts";

const migrationsFolder = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));
const PREFIX = "sundial_template_";

/** Any number, as long as every test run locks the same one. */
const LOCK = 5_417_001;

/** The template's name identifies its migrations. */
export async function templateName() {
  const hash = createHash("sha256");
  const entries = await readdir(migrationsFolder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  for (const file of files.sort()) {
    hash.update(file.slice(migrationsFolder.length)).update(await readFile(file));
  }
  return `${PREFIX}${hash.digest("hex").slice(0, 16)}`;
}

/**
 * Makes sure that a migrated, empty database is ready to be copied. Test runs of several packages
 * start at the same time: the first one builds it, the others wait. Templates for other migrations
 * are dropped.
 */
export async function ensureTemplate() {
  const name = await templateName();
  await withMaintenance(async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    // Only a finished one is marked as a template.
    const { rows } = await client.query<{ datname: string; datistemplate: boolean }>(
      "SELECT datname, datistemplate FROM pg_database WHERE starts_with(datname, $1)",
      [PREFIX],
    );
    const isReady = rows.some((row) => row.datname === name && row.datistemplate);
    for (const row of rows) {
      if (row.datname !== name || !isReady) await dropTemplate(client, row.datname);
    }
    if (!isReady) await buildTemplate(client, name);
  });
}

async function buildTemplate(client: pg.Client, name: string) {
  await client.query(`CREATE DATABASE ${name}`);
  await applyMigrations(urlOf(name));
  // Postgres can't copy a database that somebody is connected to.
  await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
  await client.query(`ALTER DATABASE ${name} IS_TEMPLATE true`);
}

async function dropTemplate(client: pg.Client, name: string) {
  const quoted = pg.escapeIdentifier(name);
  await client.query(`ALTER DATABASE ${quoted} IS_TEMPLATE false`);
  await whenVacant(client, `DROP DATABASE ${quoted} WITH (FORCE)`);
}
