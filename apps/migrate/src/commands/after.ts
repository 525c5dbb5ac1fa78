import { createDb } from "@sundial/db";
import { formatNumber } from "@sundial/validators";
import { poolEntities } from "../cognito/rows.ts";
import { openTarget } from "../connections.ts";
import { countRecords } from "../engine/accounting.ts";
import type { MoveSource } from "../engine/move-source.ts";
import { countWithoutSignIn, quarantinedRows } from "../engine/report.ts";
import { rollBackRun } from "../engine/roll-back.ts";
import { finishRun, lockMoves, type Run, requireRun } from "../engine/run.ts";
import { closeSessions } from "../engine/sessions.ts";
import { requireTargetSchema } from "../engine/target-tables.ts";
import { verifyMove } from "../engine/verify.ts";
import { requireUrl } from "../env.ts";
import { EXIT } from "../exit-codes.ts";
import { supabaseEntities, supabaseSource } from "../supabase/source.ts";
import { type ExportFlags, poolOf } from "./cognito.ts";
import {
  applicationSecret,
  type Output,
  progressFor,
  type Stopping,
  shownKey,
} from "./settings.ts";
import { reportText } from "./words.ts";

export interface RunFlags {
  run?: string;
}

/** Compares the migrated data with the source, record by record. */
export async function verify(flags: RunFlags & ExportFlags, output: Output) {
  const progress = progressFor(output);
  const run = await withTarget((target) => requireRun(target, flags.run));
  progress.say(`Comparing run ${run.id} with its source`);
  const result =
    run.source === "cognito"
      ? await compare(run, poolOf(run.sourceDatabase, flags, progress))
      : await compare(run, supabase());
  const faults = Object.entries(result.faults);
  if (output.json) output.print(JSON.stringify({ event: "verified", run: run.id, ...result }));
  else {
    for (const [entity, rows] of Object.entries(result.compared)) {
      output.print(`${entity}: ${formatNumber(rows)} rows compared`);
    }
    for (const [fault, rows] of faults) output.print(`${fault}: ${formatNumber(rows)}`);
    for (const { fault, entity, key } of result.examples) {
      output.print(`  ${fault} ${entity} ${shownKey(key)}`);
    }
    if (faults.length === 0) output.print("No difference.");
  }
  return faults.length === 0 ? EXIT.CLEAN : EXIT.DIFFERENT;
}

async function compare<Options>(run: Run, source: MoveSource<Options>) {
  const sessions = await source.open();
  try {
    await requireTargetSchema(sessions.target);
    const planOf = await source.survey(sessions, source.readOptions(run.options));
    return await verifyMove(sessions, planOf(run));
  } finally {
    await closeSessions(sessions);
  }
}

function supabase() {
  return supabaseSource({
    fromUrl: requireUrl("FROM_DATABASE_URL"),
    toUrl: requireUrl("TO_DATABASE_URL"),
    secret: applicationSecret(),
  });
}

/** Rolls a run back. */
export async function rollBack({ run: id }: RunFlags, output: Output, { isStopping }: Stopping) {
  const progress = progressFor(output);
  const url = requireUrl("TO_DATABASE_URL");
  return withTarget(async (target) => {
    await lockMoves(target);
    const run = await requireRun(target, id);
    const entities = entitiesOf(run);
    progress.say(`Rolling back run ${run.id}`);
    const result = await rollBackRun(target, { runId: run.id, entities }, { progress, isStopping });
    const { removed, kept, isComplete } = result;
    if (isComplete && run.status !== "rolled_back") {
      const db = createDb({ url, poolSize: 1 });
      await finishRun(db, run.id, "rolled_back", { removed, kept }).finally(() => db.$disconnect());
    }
    if (output.json) output.print(JSON.stringify({ event: "rolledBack", run: run.id, ...result }));
    else {
      output.print(`${formatNumber(removed)} migrated users removed`);
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

/** Reports the records of a run. */
export function report({ run: id }: RunFlags, output: Output) {
  return withTarget(async (target) => {
    const run = await requireRun(target, id);
    const totals = [...(await countRecords(target, run.id)).values()].map((of) => ({
      ...of,
      source: of.migrated + of.flagged + of.quarantined + of.excluded,
    }));
    const found = {
      run: run.id,
      source: run.sourceDatabase,
      rehearsal: false,
      totals,
      withoutSignIn: await countWithoutSignIn(target, run.id),
      dropped: {},
      unmapped: {},
    };
    if (output.json)
      output.print(JSON.stringify({ event: "report", status: run.status, ...found }));
    else output.print(`${reportText(found)}\nStatus: ${run.status}`);
    return EXIT.CLEAN;
  });
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

const entitiesOf = (run: Run) =>
  run.source === "cognito"
    ? poolEntities.map(({ name, kind }) => ({ name, kind }))
    : supabaseEntities(run);

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
