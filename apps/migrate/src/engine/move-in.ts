import { isDeepStrictEqual } from "node:util";
import { createDb, type Prisma } from "@sundial/db";
import type pg from "pg";
import { MigrationRefused } from "../refusal.ts";
import type { EntityTotals } from "./accounting.ts";
import { type MoveOptions, moveAll, rehearse, type Surveyed } from "./move.ts";
import type { MoveSource } from "./move-source.ts";
import { countWithoutSignIn, type LeftBehind, type Report, writeReport } from "./report.ts";
import {
  findRun,
  finishRun,
  lockMoves,
  type Run,
  rehearseRun,
  requireRun,
  startRun,
} from "./run.ts";
import { closeSessions, isAlive } from "./sessions.ts";
import { requireTargetSchema } from "./target-tables.ts";

export type Mode = "rehearse" | "apply" | "resume";

export interface MoveInResult {
  report: Report;
  isComplete: boolean;
  files: { reportFile: string; quarantineFile: string };
}

/**
 * Migrates a source, or rehearses it. A rehearsal does everything, in one transaction that is
 * rolled back. A source has one run: migrating again picks up what changed, with the run's initial
 * decisions. To resume, `asked` may be left out.
 *
 * Errors: MigrationRefused when a faithful migration isn't possible.
 */
export async function moveIn<Options extends object>(
  mode: Mode,
  options: MoveOptions,
  source: MoveSource<Options>,
  asked: NoInfer<Options> | undefined,
  reportFolder: string,
): Promise<MoveInResult> {
  let sessions = await source.open();
  try {
    await requireTargetSchema(sessions.target);
    await lockMoves(sessions.target);
    const known = await findRun(sessions.target, source);
    requireMode(mode, known);
    const runOptions = known ? keptOptions(source, known, asked) : asked;
    if (runOptions === undefined) throw new Error("a new run needs its decisions");
    const surveyed = { sessions, planOf: await source.survey(sessions, runOptions) };
    if (mode === "rehearse") {
      return await rehearseMove(surveyed, options, { source, known, runOptions, reportFolder });
    }
    const db = createDb({ url: options.toUrl, poolSize: 1 });
    try {
      const id = known?.id ?? (await startRun(db, source, asJson(runOptions)));
      const run = await requireRun(sessions.target, id);
      const { isComplete, totals, hasWritten } = await moveAll(
        options,
        surveyed,
        run,
        source,
        runOptions,
      );
      // These were idle all the time, and a failover of either server has ended them.
      if (!(await isAlive(sessions))) {
        await closeSessions(sessions);
        sessions = await source.open();
      }
      const leftBehind = await source.countLeftBehind(sessions.source, runOptions);
      const report = await reportOf(sessions.target, run, totals, leftBehind, false);
      if (isComplete && (hasWritten || run.status === "running")) {
        await finishRun(db, run.id, "completed", { totals: asJson(totals) });
      }
      return {
        report,
        isComplete,
        files: await writeReport(sessions.target, reportFolder, report),
      };
    } finally {
      await db.$disconnect();
    }
  } finally {
    await closeSessions(sessions);
  }
}

async function rehearseMove<Options extends object>(
  surveyed: Surveyed,
  options: MoveOptions,
  {
    source,
    known,
    runOptions,
    reportFolder,
  }: {
    source: MoveSource<Options>;
    known: Run | null;
    runOptions: Options;
    reportFolder: string;
  },
): Promise<MoveInResult> {
  const { sessions } = surveyed;
  await sessions.target.query("BEGIN");
  try {
    const run = known ?? (await rehearseRun(sessions.target, source, asJson(runOptions)));
    const { isComplete, totals } = await rehearse(options, surveyed, run, source);
    const leftBehind = await source.countLeftBehind(sessions.source, runOptions);
    const report = await reportOf(sessions.target, run, totals, leftBehind, true);
    return { report, isComplete, files: await writeReport(sessions.target, reportFolder, report) };
  } finally {
    await sessions.target.query("ROLLBACK");
  }
}

async function reportOf(
  target: pg.ClientBase,
  run: Run,
  totals: EntityTotals[],
  leftBehind: LeftBehind,
  rehearsal: boolean,
): Promise<Report> {
  return {
    run: run.id,
    source: run.sourceDatabase,
    rehearsal,
    totals,
    withoutSignIn: await countWithoutSignIn(target, run.id),
    ...leftBehind,
  };
}

function requireMode(mode: Mode, known: Run | null) {
  if (mode === "resume" && known === null) {
    throw new MigrationRefused(
      "RUN_NOT_FOUND",
      "no run of this source has started yet; start one with --apply",
    );
  }
  if (mode === "apply" && known?.status === "running") {
    throw new MigrationRefused(
      "RUN_UNFINISHED",
      `run ${known.id} of this source isn't finished; continue it with --resume, or undo it with rollback`,
    );
  }
}

function keptOptions<Options extends object>(
  { readOptions }: MoveSource<Options>,
  run: Run,
  asked: Options | undefined,
): Options {
  const kept = readOptions(run.options);
  if (asked === undefined || isDeepStrictEqual(asJson(kept), asJson(asked))) return kept;
  throw new MigrationRefused(
    "OPTIONS_CHANGED",
    `run ${run.id} started with another mapping or other decisions; use the same ones, or roll it back first`,
  );
}

function asJson(value: object): Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify(value));
}
