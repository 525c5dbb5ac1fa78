import { isDeepStrictEqual } from "node:util";
import { createDb, type Prisma } from "@sundial/db";
import { MigrationRefused } from "../refusal.ts";
import { type MoveOptions, moveAll, rehearse, type Surveyed } from "./move.ts";
import type { MoveSource } from "./move-source.ts";
import { type LeftBehind, type Report, writeReport } from "./report.ts";
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
import { surveyCounts } from "./source-counts.ts";
import { requireTargetSchema } from "./target-tables.ts";
import { countWaysIn } from "./ways-in.ts";

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
      const { offered } = options;
      const plan = surveyed.planOf(run);
      let counts = await surveyCounts(sessions, plan, offered);
      const { isComplete, totals, hasWritten } = await moveAll(
        options,
        surveyed,
        run,
        source,
        runOptions,
      );
      // A lost connection has ended them, or a failover of either server while they were idle.
      if (!(await isAlive(sessions))) {
        await closeSessions(sessions);
        sessions = await source.open();
      }
      // Later passes have seen more of it.
      if (isComplete && source.isLive) counts = await surveyCounts(sessions, plan, offered);
      const leftBehind = await source.countLeftBehind(sessions.source, runOptions);
      const waysIn = await countWaysIn(sessions.target, run.id, { before: counts.waysIn, offered });
      const { roleWords } = counts;
      const report = reportOf(run, { totals, waysIn, roleWords, leftBehind, rehearsal: false });
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
    const { offered } = options;
    const counts = await surveyCounts(sessions, surveyed.planOf(run), offered);
    const { isComplete, totals } = await rehearse(options, surveyed, run, source);
    const leftBehind = await source.countLeftBehind(sessions.source, runOptions);
    const waysIn = await countWaysIn(sessions.target, run.id, { before: counts.waysIn, offered });
    const { roleWords } = counts;
    const report = reportOf(run, { totals, waysIn, roleWords, leftBehind, rehearsal: true });
    return { report, isComplete, files: await writeReport(sessions.target, reportFolder, report) };
  } finally {
    await sessions.target.query("ROLLBACK");
  }
}

function reportOf(
  run: Run,
  found: Pick<Report, "totals" | "waysIn" | "roleWords" | "rehearsal"> & {
    leftBehind: Partial<LeftBehind>;
  },
): Report {
  const { leftBehind, ...counted } = found;
  const nothing = { dropped: {}, unmapped: {}, unreadable: {} };
  return { run: run.id, source: run.sourceDatabase, ...counted, ...nothing, ...leftBehind };
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
