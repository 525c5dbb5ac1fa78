// `pnpm db:roles`: makes the roles that own, use and read the database.
import { parseArgs } from "node:util";
import { roleEnv } from "../src/env.ts";
import { setUpRoles } from "../src/roles/set-up-roles.ts";

try {
  await main();
} catch (error) {
  process.stderr.write(`database: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

async function main() {
  const { values } = parseArgs({ options: { prefix: { type: "string", default: "sundial" } } });
  const env = roleEnv();
  const url = env.DIRECT_DATABASE_URL ?? env.DATABASE_URL;
  if (url === undefined) throw new Error("DATABASE_URL is not set");
  const roles = await setUpRoles(url, {
    prefix: values.prefix,
    passwords: {
      owner: env.DATABASE_OWNER_PASSWORD,
      app: env.DATABASE_APP_PASSWORD,
      reader: env.DATABASE_READER_PASSWORD,
    },
  });
  for (const { kind, url: its, hasNewPassword } of roles) {
    say(`${kind.padEnd(7)} ${its}${hasNewPassword ? "" : "  (keeps its password)"}`);
  }
  if (roles.some(({ hasNewPassword }) => hasNewPassword)) {
    say("\nThe new passwords are shown only now.");
  }
  say(`
  Migrations and moves: the owner's URL, as DIRECT_DATABASE_URL.
  The servers: the app's URL, as DATABASE_URL.
  Prisma Studio on production: the reader's URL. See docs/studio.md.
Run this again after every migration.`);
}

function say(line: string) {
  process.stdout.write(`${line}\n`);
}
