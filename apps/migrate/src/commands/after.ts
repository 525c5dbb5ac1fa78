import { createDb } from "@sundial/db";
import { formatNumber } from "@sundial/validators";
import { poolEntities } from "../cognito/rows.ts";
import { openTarget } from "../connections.ts";
import { countRecords, type EntityTotals, emptyTotals, withSource } from "../engine/accounting.ts";
import type { MoveSource } from "../engine/move-source.ts";
import type { MovedRun } from "../engine/moved-run.ts";
import { peopleRows } from "../engine/remove.ts";
import { quarantinedRows } from "../engine/report.ts";
import { rollBackRun } from "../engine/roll-back.ts";
import { finishRun, lockMoves, type Run, requireRun } from "../engine/run.ts";
import { hasServerKey } from "../engine/secret.ts";
import { closeSessions } from "../engine/sessions.ts";
import { keptCounts } from "../engine/source-counts.ts";
import { requireTargetSchema } from "../engine/target-tables.ts";
import { verifyMove } from "../engine/verify.ts";
import { countWaysIn } from "../engine/ways-in.ts";
import { providersHere, requireUrl } from "../env.ts";
import { EXIT } from "../exit-codes.ts";
import { peopleEntities } from "../file/rows.ts";
import type { ExportPaths } from "../presets/preset.ts";
import type { ProgramFiles } from "../program/load.ts";
import { programEntities } from "../program/rows.ts";
import { programRows } from "../program/rows-here.ts";
import type { Progress } from "../progress.ts";
import { supabaseEntities, supabaseSource } from "../supabase/source.ts";
import { type ExportFlags, poolOf } from "./cognito.ts";
import { peopleOf } from "./people.ts";
import { programOf } from "./program.ts";
import {
  applicationSecret,
  encryptionKeys,
  type Output,
  progressFor,
  type Stopping,
  shownKey,
} from "./settings.ts";
import { meaningOf, reportText } from "./words.ts";

export interface RunFlags {
  run?: string;
}

/** Compares the migrated data with the source, record by record. */
export async function verify(
  flags: RunFlags & ExportFlags & ExportPaths & ProgramFiles,
  output: Output,
) {
  const progress = progressFor(output);
  const run = await withTarget((target) => requireRun(target, flags.run));
  progress.say(`Comparing run ${run.id} with its source`);
  const result = await compareWithSource(run, flags, progress);
  const faults = Object.entries(result.faults);
  if (output.json) output.print(JSON.stringify({ event: "verified", run: run.id, ...result }));
  else {
    for (const [entity, rows] of Object.entries(result.compared)) {
      output.print(`${entity}: ${formatNumber(rows)} rows compared`);
    }
    for (const [entity, rows] of Object.entries(result.changedHere)) {
      output.print(`${entity}: ${formatNumber(rows)} rows changed here since`);
    }
    for (const [fault, rows] of faults) {
      output.print(`${fault}: ${formatNumber(rows)}, ${meaningOf(fault)}`);
    }
    for (const { fault, entity, key } of result.examples) {
      output.print(`  ${fault} ${entity} ${shownKey(key)}`);
    }
    if (faults.length === 0) output.print("No difference.");
  }
  return faults.length === 0 ? EXIT.CLEAN : EXIT.DIFFERENT;
}

function compareWithSource(
  run: Run,
  flags: ExportFlags & ExportPaths & ProgramFiles,
  progress: Progress,
) {
  if (run.source === "supabase") return compare(run, supabase());
  if (run.source === "cognito") return compare(run, poolOf(run.sourceDatabase, flags, progress));
  if (run.source === "program") return compare(run, programOf(run, flags, progress));
  return compare(run, peopleOf(run, flags, progress));
}

async function compare<Options>(run: Run, source: MoveSource<Options>) {
  const sessions = await source.open();
  try {
    await requireTargetSchema(sessions.target);
    const planOf = await source.survey(sessions, source.readOptions(run.options));
    const result = await verifyMove(sessions, planOf(run));
    // With another secret, the survey has refused already.
    const apps = result.compared.factor ?? 0;
    const isProven = apps === 0 || (await hasServerKey(sessions.target));
    return isProven ? result : { ...result, faults: { ...result.faults, SECRET_UNPROVEN: apps } };
  } finally {
    await closeSessions(sessions);
  }
}

function supabase() {
  return supabaseSource({
    fromUrl: requireUrl("FROM_DATABASE_URL"),
    toUrl: requireUrl("TO_DATABASE_URL"),
    secret: applicationSecret(),
    keys: encryptionKeys(),
  });
}

/** Rolls a run back. */
export async function rollBack({ run: id }: RunFlags, output: Output, { isStopping }: Stopping) {
  const progress = progressFor(output);
  const url = requireUrl("TO_DATABASE_URL");
  return withTarget(async (target) => {
    await lockMoves(target);
    const run = await requireRun(target, id);
    progress.say(`Rolling back run ${run.id}`);
    const result = await rollBackRun(target, movedRunOf(run), { progress, isStopping });
    const { removed, kept, isComplete } = result;
    if (isComplete && run.status !== "rolled_back") {
      const db = createDb({ url, poolSize: 1 });
      await finishRun(db, run.id, "rolled_back", { removed, kept }).finally(() => db.$disconnect());
    }
    if (output.json) output.print(JSON.stringify({ event: "rolledBack", run: run.id, ...result }));
    else {
      output.print(`${formatNumber(removed)} migrated ${movedRunOf(run).rows.noun} removed`);
      if (kept > 0) {
        output.print(`${formatNumber(kept)} kept, because they have changed here since`);
      }
      if (!isComplete)
        output.print("Stopped after a complete batch. Run the same command to continue.");
    }
    if (!isComplete) return EXIT.STOPPED;
    return kept > 0 ? EXIT.KEPT_BACK : EXIT.CLEAN;
  });
}

/** Reports the records of a run, and how much of the source is missing. */
export function report({ run: id }: RunFlags, output: Output) {
  return withTarget(async (target) => {
    const run = await requireRun(target, id);
    const kept = await keptCounts(target, run.id);
    const recorded = await countRecords(target, run.id);
    const entities = new Set([...Object.keys(kept?.rows ?? {}), ...recorded.keys()]);
    const totals = [...entities].map((name) =>
      withSource(recorded.get(name) ?? emptyTotals(name), kept?.rows[name]),
    );
    const before = kept?.waysIn ?? null;
    const waysIn = await countWaysIn(target, run.id, { before, offered: providersHere() });
    const { id: runId, sourceDatabase: source, status } = run;
    const found = {
      run: runId,
      source,
      rehearsal: false,
      totals,
      waysIn,
      roleWords: kept?.roleWords ?? [],
      dropped: {},
      unmapped: {},
      unreadable: {},
    };
    if (output.json) output.print(JSON.stringify({ event: "report", status, ...found }));
    else output.print(`${reportText(found)}\n${statusText(run, totals)}`);
    return totals.some(({ unaccounted }) => unaccounted !== 0) ? EXIT.UNACCOUNTED : EXIT.CLEAN;
  });
}

function statusText({ status }: Run, totals: EntityTotals[]) {
  const people = totals.filter(({ entity }) => entity === "user");
  const counted = people.length > 0 ? people : totals;
  if (status !== "running" || counted.length === 0) return `Status: ${status}`;
  const source = counted.reduce((sum, of) => sum + of.source, 0);
  const done = counted.reduce((sum, of) => sum + of.source - of.unaccounted, 0);
  return `Not finished: ${formatNumber(done)} of ${formatNumber(source)} ${people.length > 0 ? "users" : "rows"}. Continue with --resume, or undo it with rollback.`;
}

/** Lists the quarantined rows with their codes. */
export function listQuarantine({ run: id, code }: RunFlags & { code?: string }, output: Output) {
  return withTarget(async (target) => {
    const run = await requireRun(target, id);
    let rows = 0;
    for await (const row of quarantinedRows(target, run.id, code)) {
      rows += 1;
      output.print(
        output.json
          ? JSON.stringify(row)
          : `${row.entity} ${shownKey(row.key)}: ${row.codes.join(", ")}`,
      );
    }
    if (!output.json && rows === 0) output.print("No rows are quarantined.");
    return rows === 0 ? EXIT.CLEAN : EXIT.KEPT_BACK;
  });
}

function movedRunOf(run: Run): MovedRun {
  const rows = run.source === "program" ? programRows : peopleRows;
  return { runId: run.id, entities: entitiesOf(run), rows };
}

function entitiesOf(run: Run) {
  if (run.source === "supabase") return supabaseEntities(run);
  const others = run.source === "program" ? programEntities : peopleEntities;
  const entities = run.source === "cognito" ? poolEntities : others;
  return entities.map(({ name, kind }) => ({ name, kind }));
}

async function withTarget<Result>(
  work: (target: Awaited<ReturnType<typeof openTarget>>) => Promise<Result>,
) {
  const target = await openTarget(requireUrl("TO_DATABASE_URL"));
  try {
    await requireTargetSchema(target);
    return await work(target);
  } finally {
    await target.end();
  }
}
