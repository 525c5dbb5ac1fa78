import { type Mode, moveIn } from "../engine/move-in.ts";
import { requireUrl } from "../env.ts";
import { defaultMapping, readMapping } from "../supabase/mapping.ts";
import type { RunOptions } from "../supabase/preflight.ts";
import { supabaseSource } from "../supabase/source.ts";
import type { Decisions } from "../supabase/transform.ts";
import {
  applicationSecret,
  fromStart,
  type Output,
  progressFor,
  reportFolder,
  type Stopping,
} from "./settings.ts";
import { tell } from "./tell.ts";

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
  const toUrl = requireUrl("TO_DATABASE_URL");
  const result = await moveIn(
    mode,
    {
      toUrl,
      batchSize: flags.batchSize,
      workers: flags.workers,
      progress,
      isStopping,
    },
    supabaseSource({
      ...{ fromUrl: requireUrl("FROM_DATABASE_URL"), toUrl, secret: applicationSecret() },
    }),
    mode === "resume" ? undefined : await askedOptions(flags),
    reportFolder(flags.reportFolder),
  );
  return tell(result, output);
}

async function askedOptions(flags: SupabaseFlags): Promise<RunOptions> {
  const { deleted, unknownHashes, remapIds, mapping } = flags;
  return {
    decisions: { deleted, unknownHashes, remapIds: remapIds === true },
    mapping: mapping === undefined ? defaultMapping : await readMapping(fromStart(mapping)),
  };
}
