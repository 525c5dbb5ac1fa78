import { randomBytes } from "node:crypto";
import { processStart } from "@sundial/local-postgres";
import pg from "pg";
import { errorCode, urlOf, whenVacant, withMaintenance } from "./maintenance.ts";
import { templateName } from "./template-database.ts";

const PREFIX = "sundial_test_";
const ABANDONED_AFTER_MS = 6 * 60 * 60 * 1000;
const OBJECT_IN_USE = "55006";

/** Creates a separate database, migrated and empty. `drop` closes any open connections to it. */
export async function createTestDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `${PREFIX}${process.pid}_${Date.now()}_${randomBytes(4).toString("hex")}`;
  const template = await templateName();
  await withMaintenance(async (client) => {
    await whenVacant(client, `CREATE DATABASE ${name} TEMPLATE ${template}`);
    // It is thrown away anyway, and tests can't see the difference.
    await client.query(`ALTER DATABASE ${name} SET synchronous_commit = off`);
  });
  return {
    url: urlOf(name),
    drop: () =>
      withMaintenance((client) =>
        whenVacant(client, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
      ),
  };
}

/** Drops what killed test runs left behind: their process is gone, or they are hours old. */
export function dropAbandonedDatabases() {
  return withMaintenance(async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      `SELECT datname FROM pg_database d WHERE starts_with(datname, $1)
       AND NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.datid = d.oid)`,
      [PREFIX],
    );
    for (const { datname } of rows) {
      const [pid, created] = datname.slice(PREFIX.length).split("_").map(Number);
      const isOld = Date.now() - (created ?? 0) > ABANDONED_AFTER_MS;
      if (!isOld && processStart(pid ?? 0) !== null) continue;
      // Another test run may be dropping it, or have just connected.
      await client
        .query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(datname)}`)
        .catch(ignoreInUse);
    }
  });
}

function ignoreInUse(error: unknown) {
  if (errorCode(error) !== OBJECT_IN_USE) throw error;
}
