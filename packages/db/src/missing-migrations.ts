import type { Db } from "./client.ts";
import { migrations } from "./generated/migrations.ts";

/** The migrations of this build that the database lacks; it may have newer ones, too. */
export async function missingMigrations(db: Pick<Db, "$queryRaw">): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT migration_name AS name FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  const applied = new Set(rows.map(({ name }) => name));
  return migrations.filter((name) => !applied.has(name));
}
