import { setTimeout as sleep } from "node:timers/promises";
import type { OfferedProvider } from "@sundial/auth/provider-variables";
import { ConnectionFailed } from "../connection-failure.ts";
import { isPassing } from "../connections.ts";
import type { Noun, Progress } from "../progress.ts";
import { literal } from "../sql.ts";
import { countRows, type EntityTotals } from "./accounting.ts";
import { type BatchPlan, moveScope } from "./batch.ts";
import { findChanged, isAnybodyWaiting, isAsSeen, oldestUnderWay, type Seen } from "./changed.ts";
import { dropGone } from "./gone.ts";
import type { MovePlan, MoveSource } from "./move-source.ts";
import { walk } from "./pass.ts";
import type { Run } from "./run.ts";
import { scopesOf, scopesOfOwners, splitScope } from "./scopes.ts";
import { closeSessions, type Sessions } from "./sessions.ts";
import { copy, createStaging, FINDINGS } from "./staging.ts";

export interface MoveOptions {
  toUrl: string;
  /** What people can sign in with here, beside a password. */
  offered: OfferedProvider[];
  batchSize: number;
  workers: number;
  progress: Progress;
  isStopping: () => boolean;
}

/** A run that has begun and can't go on now; the same command continues it. */
export class BrokeOff extends Error {
  override name = "BrokeOff";
}

/** How often to reconnect without completing a single batch in between. */
const MOST_ATTEMPTS = 6;
/** Passes can never catch up with a source that is written to all the time. */
const MOST_PASSES = 4;

export interface MoveResult {
  isComplete: boolean;
  /** Whether anything changed in the target. */
  hasWritten: boolean;
  totals: EntityTotals[];
}

/** A source as inspected before anything was written, in a snapshot that is still open. */
export interface Surveyed {
  sessions: Sessions;
  planOf: (run: Run) => MovePlan;
}

/**
 * Migrates everything that isn't here yet, pass by pass, until one finds nothing new. Each pass
 * reads one consistent snapshot of the source; the first uses the survey's. Digests identify what
 * was migrated before, so a run that was killed or lost a connection continues by starting again.
 */
export async function moveAll<Options>(
  options: MoveOptions,
  surveyed: Surveyed,
  run: Run,
  source: MoveSource<Options>,
  runOptions: Options,
): Promise<MoveResult> {
  let failures = 0;
  let users = 0;
  let hasWritten = false;
  let seen: Seen | undefined;
  let isHeld = true;
  for (let pass = 1; ; ) {
    try {
      isHeld &&= pass === 1;
      const result = await movePass(options, run, source, runOptions, {
        surveyed: isHeld ? surveyed : undefined,
        seen,
        onUsers(moved) {
          users += moved;
          failures = 0;
        },
      });
      seen = result.seen;
      hasWritten ||= result.hasWritten;
      const mayGoOn = source.isLive || isAnybodyWaiting(result.totals);
      const isSettled = !mayGoOn || !result.hasWritten || pass === MOST_PASSES;
      const isLast = !result.isComplete || isSettled;
      if (isLast) return { ...result, hasWritten };
      // The source no longer has to keep old row versions for us.
      if (isHeld && source.isLive) await surveyed.sessions.source.query("COMMIT");
      pass += 1;
      options.progress.say(`Looking for changes made meanwhile (pass ${pass})`);
    } catch (error) {
      failures += 1;
      if (!isPassing(error)) throw error;
      if (failures === MOST_ATTEMPTS) {
        throw error instanceof ConnectionFailed ? new BrokeOff(error.message) : error;
      }
      // Its first worker may be in the middle of a copy, which wouldn't end by itself.
      if (isHeld) await closeSessions(surveyed.sessions);
      isHeld = false;
      options.progress.say(`Lost a connection after ${users} ${source.rows.noun}; reconnecting`);
      await sleep(Math.min(10_000, 500 * 2 ** failures));
    }
  }
}

async function movePass<Options>(
  options: MoveOptions,
  run: Run,
  source: MoveSource<Options>,
  runOptions: Options,
  {
    surveyed,
    seen,
    onUsers,
  }: {
    surveyed: Surveyed | undefined;
    seen: Seen | undefined;
    onUsers: (users: number) => void;
  },
): Promise<MoveResult & { seen: Seen }> {
  const sessions: Sessions[] = [];
  const open = async (beside?: Sessions) => {
    const opened = await source.open(beside);
    sessions.push(opened);
    return opened;
  };
  try {
    const first = surveyed?.sessions ?? (await open());
    if (seen !== undefined && (await isAsSeen(first, seen))) {
      return { isComplete: true, hasWritten: false, totals: seen.totals, seen };
    }
    const planOf = surveyed?.planOf ?? (await source.survey(first, runOptions));
    const plan = await planPass(first, planOf(run));
    const workers = [first];
    for (let worker = 1; worker < options.workers; worker += 1) {
      const opened = await open(first);
      await createStaging(opened.target, plan.preparations);
      for (const finding of Object.keys(FINDINGS)) {
        await copy(first.target, `SELECT * FROM ${finding}`, opened.target, finding);
      }
      workers.push(opened);
    }
    const passOptions = { ...options, onUsers, ...owners(source) };
    const result = await runPass(passOptions, workers, plan, TRANSACTION, seen?.since);
    const since = await oldestUnderWay(first.source);
    return { ...result, seen: { plan, totals: result.totals, since } };
  } finally {
    await Promise.all(sessions.map(closeSessions));
  }
}

/** The whole migration in the caller's transaction on the target, which will be rolled back. */
export async function rehearse<Options>(
  options: MoveOptions,
  { sessions, planOf }: Surveyed,
  run: Run,
  source: MoveSource<Options>,
): Promise<MoveResult> {
  const plan = await planPass(sessions, planOf(run));
  const passOptions = { ...options, onUsers: () => {}, ...owners(source) };
  return runPass(passOptions, [sessions], plan, SAVEPOINT);
}

/** What one pass needs, looked up in its snapshot. */
async function planPass(sessions: Sessions, plan: MovePlan): Promise<BatchPlan> {
  const { target } = sessions;
  await createStaging(target, plan.preparations);
  await plan.findTwins(sessions);
  const { rows } = await target.query<{ isFresh: boolean }>(
    `SELECT NOT EXISTS (SELECT FROM public.migration_records WHERE run_id = ${literal(plan.run.runId)}) AS "isFresh"`,
  );
  return {
    ...plan,
    references: await plan.run.rows.references(target),
    isFresh: rows[0]?.isFresh === true,
  };
}

/** A scope is migrated in a transaction, or in a savepoint of a rehearsal's single transaction. */
const TRANSACTION = { begin: "BEGIN", commit: "COMMIT", rollback: "ROLLBACK" };
const SAVEPOINT = {
  begin: "SAVEPOINT scope",
  commit: "RELEASE SAVEPOINT scope",
  rollback: "ROLLBACK TO SAVEPOINT scope",
};

interface PassOptions extends MoveOptions {
  onUsers: (users: number) => void;
  usersTable: string;
  noun: Noun;
}

const owners = ({ users, rows }: Pick<MoveSource<unknown>, "users" | "rows">) => ({
  usersTable: users,
  noun: rows.noun,
});

/**
 * One pass: over people who changed since the last one, if that can be determined, and over
 * everybody if the totals show that this wasn't all.
 */
async function runPass(
  options: PassOptions,
  workers: Sessions[],
  plan: BatchPlan,
  boundary: typeof TRANSACTION,
  since?: string,
): Promise<MoveResult> {
  const [first] = workers;
  if (first === undefined) throw new Error("a pass needs a worker");
  const { usersTable, batchSize } = options;
  const count = () => countRows(first, plan.run.runId, plan.entities);
  const walkScopes = (scopes: Scopes) => walkOver(options, workers, plan, boundary, scopes);

  let written = 0;
  const changed = since === undefined ? undefined : await findChanged(first, plan, since);
  if (changed !== undefined) {
    const walked = await walkScopes(scopesOfOwners(changed, batchSize));
    written += walked.written;
    const totals = await count();
    if (!walked.isComplete || totals.every(({ unaccounted }) => unaccounted === 0)) {
      return { isComplete: walked.isComplete, hasWritten: written > 0, totals };
    }
  }
  const walked = await walkScopes(
    await scopesOf(first.source, usersTable, { batchSize, workers: workers.length }),
  );
  written += walked.written;
  let totals = await count();
  if (walked.isComplete && totals.some(({ unaccounted }) => unaccounted < 0)) {
    await first.target.query(boundary.begin);
    written += await dropGone(first, plan);
    await first.target.query(boundary.commit);
    totals = await count();
  }
  return { isComplete: walked.isComplete, hasWritten: written > 0, totals };
}

type Scopes = Awaited<ReturnType<typeof scopesOf>>;

async function walkOver(
  { usersTable, noun, isStopping, onUsers, progress }: PassOptions,
  workers: Sessions[],
  plan: BatchPlan,
  boundary: typeof TRANSACTION,
  { scopes, total }: Scopes,
) {
  let done = 0;
  let written = 0;
  const isComplete = await walk({
    scopes,
    workers,
    entities: plan.entities,
    boundary,
    isStopping,
    move: (worker, scope, rejections) => moveScope(worker, plan, scope, rejections),
    split: (worker, scope) => splitScope(worker.source, usersTable, scope),
    onMoved(moved) {
      done += moved.users;
      written += moved.written;
      onUsers(moved.users);
      if (total > 0) progress.count(done, total, noun);
    },
  });
  return { isComplete, written };
}
