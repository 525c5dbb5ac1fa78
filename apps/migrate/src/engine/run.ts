import { randomUUID } from "node:crypto";
import type { Db, MigrationSource, Prisma } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import type pg from "pg";
import { MigrationRefused } from "../refusal.ts";

/** One migration of one source, as stored in the target. */
export interface Run {
  id: string;
  source: MigrationSource;
  sourceDatabase: string;
  status: "running" | "completed" | "failed" | "rolled_back";
  options: unknown;
  /** In UTC to the microsecond. */
  startedAt: string;
}

const SELECT = `SELECT id, source::text, source_database AS "sourceDatabase", status::text, options,
    started_at::text AS "startedAt"
  FROM public.migration_runs`;

/** The run of a source that hasn't been rolled back, or null. */
export async function findRun(
  target: pg.ClientBase,
  { source, sourceDatabase }: Pick<Run, "source" | "sourceDatabase">,
) {
  const { rows } = await target.query<Run>(
    `${SELECT} WHERE source = $1 AND source_database = $2 AND status <> 'rolled_back'`,
    [source, sourceDatabase],
  );
  return rows[0] ?? null;
}

/**
 * A run by its id, or the latest.
 *
 * Errors: RUN_NOT_FOUND when it doesn't exist.
 */
export async function requireRun(target: pg.ClientBase, id?: string): Promise<Run> {
  const { rows } = await target.query<Run>(
    `${SELECT} WHERE $1::text IS NULL OR id::text = $1 ORDER BY started_at DESC LIMIT 1`,
    [id ?? null],
  );
  const [run] = rows;
  if (run) return run;
  throw new MigrationRefused(
    "RUN_NOT_FOUND",
    id === undefined ? "nothing has been migrated yet" : `run ${id} doesn't exist`,
  );
}

/** Starts a run in a transaction that will be rolled back. */
export async function rehearseRun(
  target: pg.ClientBase,
  run: Pick<Run, "source" | "sourceDatabase">,
  options: Prisma.InputJsonObject,
): Promise<Run> {
  const id = randomUUID();
  // A source can have only one run, so a rehearsal's run gets another name.
  await target.query(
    `INSERT INTO public.migration_runs (id, source, source_database, options)
     VALUES ($1, $2::public.migration_source, $3 || ' (rehearsal)', $4)`,
    [id, run.source, run.sourceDatabase, options],
  );
  return requireRun(target, id);
}

/** Starts a run, with its audit event. */
export async function startRun(
  db: Db,
  { source, sourceDatabase }: Pick<Run, "source" | "sourceDatabase">,
  options: Prisma.InputJsonObject,
): Promise<string> {
  return db.$transaction(async (tx) => {
    const { id } = await tx.migrationRun.create({
      data: { source, sourceDatabase, options },
      select: { id: true },
    });
    await recordAuditEvent(
      tx,
      { actor: null },
      {
        action: "migration.started",
        targetType: "migrationRun",
        targetId: id,
        after: { source, sourceDatabase },
      },
    );
    return id;
  });
}

/** Records how a run ended, with its audit event. `totals` are counts, nothing personal. */
export async function finishRun(
  db: Db,
  id: string,
  status: "completed" | "rolled_back",
  totals: Prisma.InputJsonObject,
) {
  await db.$transaction(async (tx) => {
    await tx.migrationRun.update({
      where: { id },
      data: { status, finishedAt: new Date() },
      select: { id: true },
    });
    await recordAuditEvent(
      tx,
      { actor: null },
      {
        action: status === "completed" ? "migration.completed" : "migration.rolledBack",
        targetType: "migrationRun",
        targetId: id,
        after: totals,
      },
    );
  });
}

/** Nobody else may migrate, verify or roll back at the same time. Ends with the session. */
export async function lockMoves(target: pg.ClientBase) {
  const { rows } = await target.query<{ locked: boolean }>(
    "SELECT pg_try_advisory_lock(hashtext('sundial migrate')) AS locked",
  );
  if (rows[0]?.locked === true) return;
  throw new MigrationRefused(
    "RUN_IN_PROGRESS",
    "another migration is running on this target; wait until it ends",
  );
}
