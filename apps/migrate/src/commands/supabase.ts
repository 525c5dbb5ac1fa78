import { openSource } from "../connections.ts";
import { type Mode, moveIn } from "../engine/move-in.ts";
import { requireUrl } from "../env.ts";
import { readMappingFile } from "../mapping.ts";
import type { Progress } from "../progress.ts";
import { type ProfileTable, parseMapping, type SupabaseMapping } from "../supabase/mapping.ts";
import { findProfiles } from "../supabase/obvious-profiles.ts";
import type { RunOptions } from "../supabase/preflight.ts";
import { supabaseSource } from "../supabase/source.ts";
import type { Decisions } from "../supabase/transform.ts";
import {
  applicationSecret,
  encryptionKeys,
  fromStart,
  moveOptions,
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

/**
 * Migrates a Supabase project, or rehearses it without --apply or --resume. Returns the exit code.
 */
export async function moveSupabase(flags: SupabaseFlags, output: Output, stopping: Stopping) {
  const mode: Mode = flags.apply ? "apply" : flags.resume ? "resume" : "rehearse";
  const progress = progressFor(output);
  progress.say(mode === "rehearse" ? "Rehearsing; nothing will be kept" : "Migrating users");
  const options = moveOptions(flags, progress, stopping);
  const fromUrl = requireUrl("FROM_DATABASE_URL");
  const result = await moveIn(
    mode,
    options,
    supabaseSource({
      fromUrl,
      toUrl: options.toUrl,
      secret: applicationSecret(),
      keys: encryptionKeys(),
    }),
    mode === "resume" ? undefined : await askedOptions(flags, fromUrl, progress),
    reportFolder(flags.reportFolder),
  );
  return tell(result, output);
}

async function askedOptions(
  flags: SupabaseFlags,
  fromUrl: string,
  progress: Progress,
): Promise<RunOptions> {
  const { deleted, unknownHashes, remapIds } = flags;
  return {
    decisions: { deleted, unknownHashes, remapIds: remapIds === true },
    mapping: await askedMapping(flags, fromUrl, progress),
  };
}

async function askedMapping(
  { mapping: path }: SupabaseFlags,
  fromUrl: string,
  progress: Progress,
): Promise<SupabaseMapping> {
  const given = path === undefined ? {} : await readMappingFile(fromStart(path));
  const mapping = parseMapping(given);
  if (typeof given === "object" && given !== null && "profiles" in given) return mapping;
  const source = await openSource(fromUrl);
  try {
    const profiles = await findProfiles(source);
    for (const profile of profiles) progress.say(obvious(profile));
    return { ...mapping, profiles };
  } finally {
    await source.end();
  }
}

/** Which columns were matched to what; a mapping file can say otherwise. */
function obvious({ table, owner, name, timeZone, mentee, mentor }: ProfileTable) {
  const parts = [
    `whose it is by ${owner}`,
    ...(name ? [`the name by ${name}`] : []),
    ...(typeof timeZone === "string" ? [`the zone by ${timeZone}`] : []),
    ...(mentee ? ["a mentee's profile"] : []),
    ...(mentor ? ["a mentor's profile"] : []),
  ];
  return `Without a mapping, from ${table}: ${parts.join(", ")}; the rest stays in the records`;
}
