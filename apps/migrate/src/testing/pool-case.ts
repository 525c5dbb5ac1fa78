import type { OfferedProvider } from "@sundial/auth/provider-variables";
import { createDb } from "@sundial/db";
import { createTestDatabase } from "@sundial/db/testing";
import pg from "pg";
import { onTestFinished } from "vitest";
import { parsePoolMapping } from "../cognito/mapping.ts";
import { poolSource } from "../cognito/source.ts";
import { type Mode, moveIn } from "../engine/move-in.ts";
import { requireRun } from "../engine/run.ts";
import { closeSessions } from "../engine/sessions.ts";
import { verifyMove } from "../engine/verify.ts";
import { exportFiles } from "./pool-export.ts";
import { POOL } from "./pool-users.ts";

/** An export, and an empty target to migrate it to. */
export async function poolCase(
  users: unknown[],
  { groups = {}, mapping = {} }: { groups?: Record<string, unknown[]>; mapping?: unknown } = {},
) {
  const to = await createTestDatabase();
  const target = new pg.Client(to.url);
  await target.connect();
  await target.query("SET timezone = 'UTC'");
  const db = createDb({ url: to.url });
  onTestFinished(async () => {
    await db.$disconnect();
    await target.end();
    await to.drop();
  });
  const groupsOf = (folder: string) =>
    Object.keys(groups).length > 0 ? `${folder}/groups` : undefined;

  async function sourceOf(now: unknown[]) {
    const folder = await exportFiles({
      "users.json": { Users: now },
      ...Object.fromEntries(
        Object.entries(groups).map(([name, Users]) => [`groups/${name}.json`, { Users }]),
      ),
    });
    const exported = { poolId: POOL, users: `${folder}/users.json`, groups: groupsOf(folder) };
    return { folder, source: poolSource(exported, { toUrl: to.url }) };
  }

  /** Migrates the export, or a later state of the pool. */
  async function move(
    now: unknown[] = users,
    mode: Mode = "apply",
    isStopping = () => false,
    offered: OfferedProvider[] = [],
  ) {
    const { folder, source } = await sourceOf(now);
    return moveIn(
      mode,
      {
        toUrl: to.url,
        offered,
        batchSize: 3,
        workers: 1,
        isStopping,
        progress: { say: () => {}, count: () => {} },
      },
      source,
      { mapping: parsePoolMapping(mapping, POOL) },
      `${folder}/report`,
    );
  }

  /** Compares the target with the export. */
  async function verify(now: unknown[] = users) {
    const { source } = await sourceOf(now);
    const sessions = await source.open();
    try {
      const run = await requireRun(sessions.target);
      const planOf = await source.survey(sessions, source.readOptions(run.options));
      return await verifyMove(sessions, planOf(run));
    } finally {
      await closeSessions(sessions);
    }
  }

  /** Each row's outcome, as `outcome` or `outcome CODE, CODE`, by key; people by their number. */
  async function records(entity = "user") {
    const rows = await db.migrationRecord.findMany({
      where: { entity },
      orderBy: [{ ownerKey: "asc" }, { sourceKey: "asc" }],
    });
    return Object.fromEntries(
      rows.map((row) => [
        row.sourceKey.replace(/^0+-0000-4000-8000-0*/, ""),
        [row.outcome, row.codes.join(", ")].filter((part) => part !== "").join(" "),
      ]),
    );
  }

  return { db, target, toUrl: to.url, move, verify, records };
}
