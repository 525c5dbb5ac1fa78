import { openTarget } from "../connections.ts";
import { requireRun } from "../engine/run.ts";
import { requireUrl } from "../env.ts";
import { presetOfSource } from "../presets/moves.ts";
import type { ExportPaths } from "../presets/preset.ts";
import type { ProgramFiles } from "../program/load.ts";
import { type CognitoFlags, moveCognito } from "./cognito.ts";
import { movePeople } from "./people.ts";
import { moveProgram } from "./program.ts";
import type { Output, Stopping } from "./settings.ts";
import { moveSupabase, type SupabaseFlags } from "./supabase.ts";

/** What a retry may be told: where the export of the latest run is. */
export type RetryFlags = ExportPaths &
  ProgramFiles &
  Pick<Partial<CognitoFlags>, "pool" | "groups" | "reportFolder">;

/** Migrates the latest run's quarantined rows again, from the kind of source it has. */
export async function retryQuarantine(
  flags: RetryFlags & SupabaseFlags,
  output: Output,
  stopping: Stopping,
) {
  const { pool } = flags;
  if (pool !== undefined) return moveCognito({ ...flags, pool }, output, stopping);
  const { source, sourceDatabase: name } = await latestRun();
  if (source === "supabase") return moveSupabase(flags, output, stopping);
  if (source === "cognito") return moveCognito({ ...flags, pool: name }, output, stopping);
  if (source === "program") return moveProgram({ ...flags, name }, output, stopping);
  return movePeople(presetOfSource(source) ?? "file", { ...flags, name }, output, stopping);
}

async function latestRun() {
  const target = await openTarget(requireUrl("TO_DATABASE_URL"));
  try {
    return await requireRun(target);
  } finally {
    await target.end();
  }
}
