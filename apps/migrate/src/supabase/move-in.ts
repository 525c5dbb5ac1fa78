import { isDeepStrictEqual } from "node:util";
import { createDb, type Prisma } from "@sundial/db";
import { z } from "zod";
import { databaseName } from "../connections.ts";
import type { EntityTotals } from "../engine/accounting.ts";
import { countWithoutSignIn, type Report, writeReport } from "../engine/report.ts";
import {
  findRun,
  finishRun,
  lockMoves,
  type Run,
  rehearseRun,
  requireRun,
  startRun,
} from "../engine/run.ts";
import { requireTargetSchema } from "../engine/target-tables.ts";
import { MigrationRefused } from "../refusal.ts";
import { countDropped } from "./dropped.ts";
import { parseMapping } from "./mapping.ts";
import { type MoveOptions, moveAll, rehearse } from "./move.ts";
import { preflight, type RunOptions } from "./preflight.ts";
import { closeSessions, openSessions, type Sessions } from "./sessions.ts";

export type Mode = "rehearse" | "apply" | "resume";

export interface MoveInResult {
  report: Report;
  isComplete: boolean;
  files: { reportFile: string; quarantineFile: string };
}

/**
 * Moves a Supabase project in, or rehearses it. A rehearsal does everything, in one transaction that
 * is rolled back. A source has one run: moving again picks up what changed, with the decisions the
 * run was started with. To resume, `asked` may be left out.
 *
 * @throws {MigrationRefused} for everything that makes a faithful move impossible
 */
export async function moveIn(
  mode: Mode,
  options: MoveOptions,
  asked: RunOptions | undefined,
  reportFolder: string,
): Promise<MoveInResult> {
  const identity = { source: "supabase" as const, sourceDatabase: databaseName(options.fromUrl) };
  const sessions = await openSessions(options);
  try {
    await requireTargetSchema(sessions.target);
    await requireTwoDatabases(sessions);
    await lockMoves(sessions.target);
    const known = await findRun(sessions.target, identity);
    requireMode(mode, known);
    const runOptions = known ? keptOptions(known, asked) : asked;
    if (runOptions === undefined) throw new Error("a new run needs its decisions");
    await preflight(sessions, options, runOptions);
    if (mode === "rehearse") {
      return await rehearseMove(sessions, options, { identity, known, runOptions, reportFolder });
    }
    // The passes have snapshots of their own; this one need not be held any longer.
    await sessions.source.query("COMMIT");
    const db = createDb({ url: options.toUrl, poolSize: 1 });
    try {
      const id = known?.id ?? (await startRun(db, identity, asJson(runOptions)));
      const run = await requireRun(sessions.target, id);
      const { isComplete, totals, hasWritten } = await moveAll(options, run, runOptions);
      const report = await reportOf(sessions, run, totals, false);
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

async function rehearseMove(
  sessions: Sessions,
  options: MoveOptions,
  {
    identity,
    known,
    runOptions,
    reportFolder,
  }: {
    identity: Pick<Run, "source" | "sourceDatabase">;
    known: Run | null;
    runOptions: RunOptions;
    reportFolder: string;
  },
): Promise<MoveInResult> {
  await sessions.target.query("BEGIN");
  try {
    const run = known ?? (await rehearseRun(sessions.target, identity, asJson(runOptions)));
    const { isComplete, totals } = await rehearse(options, sessions, run, runOptions);
    const report = await reportOf(sessions, run, totals, true);
    return { report, isComplete, files: await writeReport(sessions.target, reportFolder, report) };
  } finally {
    await sessions.target.query("ROLLBACK");
  }
}

async function reportOf(
  { source, target }: Sessions,
  run: Run,
  totals: EntityTotals[],
  rehearsal: boolean,
): Promise<Report> {
  return {
    run: run.id,
    source: run.sourceDatabase,
    rehearsal,
    totals,
    withoutSignIn: await countWithoutSignIn(target, run.id),
    dropped: await countDropped(source),
  };
}

/** Reading and writing one database at once would move the target into itself. */
async function requireTwoDatabases({ source, target }: Sessions) {
  const query = `SELECT pg_postmaster_start_time()::text || ' ' || oid AS id FROM pg_database WHERE datname = current_database()`;
  const [one, other] = [await source.query(query), await target.query(query)];
  if (!isDeepStrictEqual(one.rows, other.rows)) return;
  throw new MigrationRefused("SAME_DATABASE", "the source and the target are the same database");
}

function requireMode(mode: Mode, known: Run | null) {
  if (mode === "resume" && known === null) {
    throw new MigrationRefused(
      "RUN_NOT_FOUND",
      "no run of this source has been begun; use --apply",
    );
  }
  if (mode === "apply" && known?.status === "running") {
    throw new MigrationRefused(
      "RUN_UNFINISHED",
      `run ${known.id} of this source was not finished; go on with --resume, or take it back with rollback`,
    );
  }
}

const runOptionsSchema = z.object({
  decisions: z.object({
    deleted: z.enum(["exclude", "tombstone"]),
    unknownHashes: z.enum(["refuse", "quarantine", "drop"]),
    remapIds: z.boolean(),
  }),
  mapping: z.unknown().transform(parseMapping),
});

/** The decisions a run was started with. */
export function optionsOf(run: Run): RunOptions {
  return runOptionsSchema.parse(run.options);
}

function keptOptions(run: Run, asked: RunOptions | undefined): RunOptions {
  const kept = optionsOf(run);
  if (asked === undefined || isDeepStrictEqual(asJson(kept), asJson(asked))) return kept;
  throw new MigrationRefused(
    "OPTIONS_CHANGED",
    `run ${run.id} was started with another mapping or other decisions; give the same, or roll it back first`,
  );
}

function asJson(value: object): Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify(value));
}
