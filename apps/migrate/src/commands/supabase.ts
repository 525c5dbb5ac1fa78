import { requireUrl } from "../env.ts";
import { EXIT } from "../exit-codes.ts";
import { defaultMapping, readMapping } from "../supabase/mapping.ts";
import { type Mode, type MoveInResult, moveIn } from "../supabase/move-in.ts";
import type { RunOptions } from "../supabase/preflight.ts";
import type { Decisions } from "../supabase/transform.ts";
import {
  applicationSecret,
  type Output,
  progressFor,
  reportFolder,
  type Stopping,
} from "./settings.ts";
import { reportText } from "./words.ts";

export interface SupabaseFlags {
  apply?: true;
  resume?: true;
  mapping?: string;
  deleted: Decisions["deleted"];
  unknownHashes: Decisions["unknownHashes"];
  remapIds?: true;
  batchSize: number;
  workers: number;
  reportFolder?: string;
}

/** Moves a Supabase project in; a rehearsal unless told to apply or resume. Gives the exit code. */
export async function moveSupabase(flags: SupabaseFlags, output: Output, { isStopping }: Stopping) {
  const mode: Mode = flags.apply ? "apply" : flags.resume ? "resume" : "rehearse";
  const progress = progressFor(output);
  progress.say(mode === "rehearse" ? "Rehearsing; nothing will be kept" : "Moving users in");
  const result = await moveIn(
    mode,
    {
      fromUrl: requireUrl("FROM_DATABASE_URL"),
      toUrl: requireUrl("TO_DATABASE_URL"),
      secret: applicationSecret(),
      batchSize: flags.batchSize,
      workers: flags.workers,
      progress,
      isStopping,
    },
    mode === "resume" ? undefined : await askedOptions(flags),
    reportFolder(flags.reportFolder),
  );
  tell(result, output);
  return exitCode(result);
}

async function askedOptions(flags: SupabaseFlags): Promise<RunOptions> {
  const { deleted, unknownHashes, remapIds, mapping } = flags;
  return {
    decisions: { deleted, unknownHashes, remapIds: remapIds === true },
    mapping: mapping === undefined ? defaultMapping : await readMapping(mapping),
  };
}

function tell({ report, files, isComplete }: MoveInResult, { json, print }: Output) {
  if (json) {
    print(JSON.stringify({ event: "report", isComplete, files, ...report }));
    return;
  }
  print(reportText(report));
  print(`\nReport: ${files.reportFile}\nKept back: ${files.quarantineFile}`);
  if (isComplete) return;
  print(
    report.rehearsal
      ? "\nStopped. Nothing was kept."
      : `\nStopped after a whole batch. Go on with --resume, or take it back with: migrate rollback --run ${report.run}`,
  );
}

function exitCode({ report, isComplete }: MoveInResult) {
  if (!isComplete) return EXIT.STOPPED;
  if (report.totals.some(({ unaccounted }) => unaccounted !== 0)) return EXIT.UNACCOUNTED;
  return report.totals.some(({ quarantined }) => quarantined > 0) ? EXIT.KEPT_BACK : EXIT.CLEAN;
}
