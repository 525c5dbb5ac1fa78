import { parseArgs } from "node:util";
import { parseDatabaseUrl } from "../src/connection-url.ts";
import { seedDemo, seedReport } from "../src/demo/seed-demo.ts";
import { databaseEnv } from "../src/env.ts";
import { createDb } from "../src/index.ts";

const { values } = parseArgs({ options: { "allow-remote": { type: "boolean", default: false } } });
const { DATABASE_URL: url, DATABASE_DRIVER: driver } = databaseEnv();
if (url === undefined) {
  throw new Error("DATABASE_URL isn't set: run pnpm db:seed, or set it to the database to seed");
}
const { host, isLoopback } = parseDatabaseUrl(url);
if (!isLoopback && !values["allow-remote"]) {
  console.error(
    `The demo program has public passwords, and ${host} is not this machine. Nothing was written. To seed it all the same: pnpm db:seed --allow-remote`,
  );
  process.exit(1);
}

const db = createDb({ url, driver });
try {
  console.error(`database: ${seedReport(await seedDemo(db, new Date()))}`);
} finally {
  await db.$disconnect();
}
