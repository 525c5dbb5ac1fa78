import { setTimeout as sleep } from "node:timers/promises";
import { isPassing } from "../connections.ts";
import { countRows, type EntityTotals } from "../engine/accounting.ts";
import { walk } from "../engine/pass.ts";
import { foreignReferences } from "../engine/remove.ts";
import type { Run } from "../engine/run.ts";
import type { Progress } from "../progress.ts";
import { literal } from "../sql.ts";
import { type BatchPlan, moveScope } from "./batch.ts";
import { dropGone } from "./gone.ts";
import { preflight, type RunOptions, transformOf } from "./preflight.ts";
import { scopesOf, splitScope } from "./scopes.ts";
import { closeSessions, openSessions, type Sessions } from "./sessions.ts";
import { copy, createStaging, findTwins } from "./staging.ts";

export interface MoveOptions {
  fromUrl: string;
  toUrl: string;
  secret: string | undefined;
  batchSize: number;
  workers: number;
  progress: Progress;
  isStopping: () => boolean;
}

/** How often a lost connection is taken up again without a single batch in between. */
const MOST_ATTEMPTS = 6;
/** A source that is written to all the time is never caught up with. */
const MOST_PASSES = 4;

export interface MoveResult {
  isComplete: boolean;
  /** Whether anything changed in the target. */
  hasWritten: boolean;
  totals: EntityTotals[];
}

/**
 * Moves everything that is not here yet, pass by pass, until one finds nothing new. Each pass reads
 * one consistent snapshot of the source. What was moved before is recognised by its digest, so a run
 * that was killed, or lost a connection, goes on by beginning again.
 */
export async function moveAll(
  options: MoveOptions,
  run: Run,
  { decisions, mapping }: RunOptions,
): Promise<MoveResult> {
  let failures = 0;
  let users = 0;
  let hasWritten = false;
  for (let pass = 1; ; ) {
    try {
      const result = await movePass(options, run, { decisions, mapping }, (moved) => {
        users += moved;
        failures = 0;
      });
      hasWritten ||= result.hasWritten;
      const isLast = !result.isComplete || !result.hasWritten || pass === MOST_PASSES;
      if (isLast) return { ...result, hasWritten };
      pass += 1;
      options.progress.say(`Looking for what changed meanwhile (pass ${pass})`);
    } catch (error) {
      failures += 1;
      if (!isPassing(error) || failures === MOST_ATTEMPTS) throw error;
      options.progress.say(`Lost a connection after ${users} users; taking it up again`);
      await sleep(Math.min(10_000, 500 * 2 ** failures));
    }
  }
}

async function movePass(
  options: MoveOptions,
  run: Run,
  runOptions: RunOptions,
  onUsers: (users: number) => void,
) {
  const sessions: Sessions[] = [];
  const open = async (snapshot?: string) => {
    const opened = await openSessions(options, snapshot);
    sessions.push(opened);
    return opened;
  };
  try {
    const first = await open();
    const plan = await planPass(first, options, run, runOptions);
    const { rows } = await first.source.query<{ snapshot: string }>(
      "SELECT pg_export_snapshot() AS snapshot",
    );
    const workers = [first];
    for (let worker = 1; worker < options.workers; worker += 1) {
      const opened = await open(rows[0]?.snapshot);
      await createStaging(opened.target, plan.transform);
      for (const twins of ["twin_addresses", "twin_subjects"]) {
        await copy(first.target, `SELECT * FROM ${twins}`, opened.target, twins);
      }
      workers.push(opened);
    }
    return await runPass({ ...options, onUsers }, workers, plan, {
      begin: "BEGIN",
      commit: "COMMIT",
      rollback: "ROLLBACK",
    });
  } finally {
    await Promise.all(sessions.map(closeSessions));
  }
}

/** The whole move in the caller's transaction on the target, which is to be rolled back. */
export async function rehearse(
  options: MoveOptions,
  sessions: Sessions,
  run: Run,
  runOptions: RunOptions,
): Promise<MoveResult> {
  const plan = await planPass(sessions, options, run, runOptions);
  return runPass({ ...options, onUsers: () => {} }, [sessions], plan, {
    begin: "SAVEPOINT scope",
    commit: "RELEASE SAVEPOINT scope",
    rollback: "ROLLBACK TO SAVEPOINT scope",
  });
}

/** What one pass needs to know, looked up in its snapshot. */
async function planPass(
  sessions: Sessions,
  options: MoveOptions,
  run: Run,
  runOptions: RunOptions,
): Promise<BatchPlan> {
  const { target } = sessions;
  const found = await preflight(sessions, options, runOptions);
  const transform = transformOf(run, runOptions, found);
  await createStaging(target, transform);
  await findTwins(sessions, transform, found.layout.hasIdentities);
  const { rows } = await target.query<{ isFresh: boolean }>(
    `SELECT NOT EXISTS (SELECT FROM public.migration_records WHERE run_id = ${literal(run.id)}) AS "isFresh"`,
  );
  return {
    transform,
    entities: found.entities,
    box: found.box,
    references: await foreignReferences(target),
    isFresh: rows[0]?.isFresh === true,
  };
}

async function runPass(
  options: MoveOptions & { onUsers: (users: number) => void },
  workers: Sessions[],
  plan: BatchPlan,
  boundary: Parameters<typeof walk>[0]["boundary"],
): Promise<MoveResult> {
  const [first] = workers;
  if (first === undefined) throw new Error("a pass needs a worker");
  const { scopes, total } = await scopesOf(first.source, options.batchSize);
  let done = 0;
  let written = 0;
  const isWalked = await walk({
    scopes,
    workers,
    boundary,
    isStopping: options.isStopping,
    move: (worker, scope, rejection) => moveScope(worker, plan, scope, rejection),
    split: (worker, scope) => splitScope(worker.source, scope),
    onMoved(moved) {
      done += moved.users;
      written += moved.written;
      options.onUsers(moved.users);
      options.progress.count(done, total);
    },
  });
  const { runId } = plan.transform;
  let totals = await countRows(first, runId, plan.entities);
  if (isWalked && totals.some(({ unaccounted }) => unaccounted < 0)) {
    await first.target.query(boundary.begin);
    written += await dropGone(first, plan);
    await first.target.query(boundary.commit);
    totals = await countRows(first, runId, plan.entities);
  }
  return { isComplete: isWalked, hasWritten: written > 0, totals };
}
