import type pg from "pg";
import { literal } from "../sql.ts";
import type { MovePlan } from "./move-source.ts";
import type { Moved } from "./pass.ts";
import { type Rejection, rejectionCodes } from "./rejection.ts";
import type { ForeignReference } from "./remove.ts";
import { dropSettled, makeRoom } from "./replace.ts";
import type { Scope } from "./scope.ts";
import type { Sessions } from "./sessions.ts";
import { STAGING, stage } from "./staging.ts";
import { preparedRecords, sealFactors, writePrepared } from "./write.ts";

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
  const users = await count(target, "staged_users");
  if (!plan.isFresh && !(await dropSettled(target, run, scope))) return { users, written: 0 };
  for (const [table, select] of Object.entries(prepared)) {
    await target.query(`INSERT INTO ${table} ${select}`);
    if (table === "prepared_users") await target.query(`ANALYZE ${table} (owner)`);
  }
  await sealFactors(target, plan.box);
  await requireAllJudged(target, Object.keys(prepared));
  if (!plan.isFresh) {
    await makeRoom(target, run, Object.keys(prepared), plan.references);
  }
  const written = await writePrepared(target, run, {
    hasProfiles: "prepared_profiles" in prepared,
    isFresh: plan.isFresh,
  });
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
async function requireAllJudged(target: pg.ClientBase, prepared: string[]) {
  const { rows } = await target.query<{ entity: string; key: string }>(
    `SELECT entity, key FROM staged_rows EXCEPT ALL
     SELECT entity, key FROM (${preparedRecords(prepared.includes("prepared_profiles"))}) p LIMIT 1`,
  );
  const [row] = rows;
  if (row) throw new Error(`${row.entity} ${literal(row.key)} was staged and not judged`);
}

async function count(target: pg.ClientBase, table: string) {
  const { rows } = await target.query<{ count: number }>(`SELECT count(*)::int FROM ${table}`);
  return rows[0]?.count ?? 0;
}
