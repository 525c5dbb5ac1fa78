import type pg from "pg";
import { literal } from "../sql.ts";
import type { MovePlan } from "./move-source.ts";
import type { ForeignReference } from "./moved-run.ts";
import type { Moved } from "./pass.ts";
import { type PreparedTable, preparedRecords, preparedTables } from "./prepared.ts";
import { type Rejection, rejectionCodes } from "./rejection.ts";
import { dropSettled, makeRoom } from "./replace.ts";
import type { Scope } from "./scope.ts";
import type { Sessions } from "./sessions.ts";
import { STAGING, stage } from "./staging.ts";
import { sealFactors, writeRecords } from "./write.ts";

/** What a batch needs besides the scope. */
export interface BatchPlan extends MovePlan {
  references: ForeignReference[];
  /** The target has nothing from this run yet, so no row can have been migrated before. */
  isFresh: boolean;
}

const TEMPORARY = [
  ...Object.keys(STAGING),
  "settled_owners",
  "replaced_users",
  "leaving_owners",
  "rejected_entities",
];

/**
 * Migrates one scope within the caller's transaction: copies its rows, checks them, writes those
 * that arrive, and leaves one record per row. Returns how many users it read and records it wrote.
 */
export async function moveScope(
  sessions: Sessions,
  plan: BatchPlan,
  scope: Scope,
  rejections: Rejection[],
): Promise<Moved> {
  const { target } = sessions;
  const { run, preparations: prepared } = plan;
  await target.query(`TRUNCATE ${[...TEMPORARY, ...Object.keys(prepared)].join(", ")}`);
  await reject(target, rejections);
  const unread = rejections.filter(({ isUnread }) => isUnread).map(({ entity }) => entity);
  await stage(sessions, plan.entities, scope, unread);
  await plan.decryption?.decrypt(target);
  const users = await countOwners(target);
  if (!plan.isFresh && !(await dropSettled(target, run, scope))) return { users, written: 0 };
  await plan.lock?.(target);
  for (const [table, select] of Object.entries(prepared)) {
    await target.query(`INSERT INTO ${table} ${select}`);
    if (table === "prepared_users") await target.query(`ANALYZE ${table} (owner)`);
  }
  const tables = preparedTables(prepared);
  if (tables.includes("prepared_factors")) await sealFactors(target, plan.box);
  await requireAllJudged(target, tables);
  if (!plan.isFresh) {
    await makeRoom(target, run, tables, plan.references);
  }
  await plan.write(target, { isFresh: plan.isFresh });
  const written = await writeRecords(target, run, tables);
  return { users, written };
}

async function reject(target: pg.ClientBase, rejections: Rejection[]) {
  for (const rejection of rejections) {
    await target.query("INSERT INTO rejected_entities VALUES ($1, $2)", [
      rejection.entity,
      rejectionCodes(rejection),
    ]);
  }
}

/** The check of a batch: each staged row has exactly one verdict. */
async function requireAllJudged(target: pg.ClientBase, prepared: PreparedTable[]) {
  const { rows } = await target.query<{ entity: string; key: string }>(
    `SELECT entity, key FROM staged_rows EXCEPT ALL
     SELECT entity, key FROM (${preparedRecords(prepared)}) p LIMIT 1`,
  );
  const [row] = rows;
  if (row) throw new Error(`${row.entity} ${literal(row.key)} was staged and not judged`);
}

/** How many users are staged, or, without any, how many others own what is staged. */
async function countOwners(target: pg.ClientBase) {
  const { rows } = await target.query<{ count: number }>(
    `SELECT coalesce(nullif(count(*), 0),
       (SELECT count(DISTINCT owner) FROM staged_profiles WHERE owner <> ''))::int AS count
     FROM staged_users`,
  );
  return rows[0]?.count ?? 0;
}
