/** Brings a database up to date for development: migrations, then the demo program. */
import { parseDatabaseUrl } from "../src/connection-url.ts";
import { seedDemo, seedReport } from "../src/demo/seed-demo.ts";
import { databaseEnv } from "../src/env.ts";
import { createDb } from "../src/index.ts";
import { applyMigrations } from "./apply-migrations.ts";

const { DATABASE_URL: url, DATABASE_DRIVER: driver } = databaseEnv();
if (url === undefined) throw new Error("DATABASE_URL is not set");

try {
  const applied = await applyMigrations(url);
  say(applied === 0 ? "migrations are up to date" : `${counted(applied)} applied`);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

if (parseDatabaseUrl(url).isLoopback) {
  const db = createDb({ url, driver });
  try {
    say(seedReport(await seedDemo(db, new Date())));
  } finally {
    await db.$disconnect();
  }
} else {
  say("not seeded: DATABASE_URL points to another machine");
}

function say(line: string) {
  console.error(`database: ${line}`);
}

function counted(migrations: number) {
  return migrations === 1 ? "1 migration" : `${migrations} migrations`;
}
