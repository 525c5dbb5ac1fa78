import type { PoolExport } from "../cognito/load.ts";
import { parsePoolMapping } from "../cognito/mapping.ts";
import { poolSource } from "../cognito/source.ts";
import { type Mode, moveIn } from "../engine/move-in.ts";
import { requireUrl } from "../env.ts";
import { readMappingFile } from "../mapping.ts";
import type { Progress } from "../progress.ts";
import { MigrationRefused } from "../refusal.ts";
import {
  fromStart,
  moveOptions,
  type Output,
  progressFor,
  reportFolder,
  type Stopping,
} from "./settings.ts";
import { tell } from "./tell.ts";

/** The paths of a user pool's export. */
export interface ExportFlags {
  users?: string;
  groups?: string;
}

export interface CognitoFlags extends ExportFlags {
  pool: string;
  apply?: true;
  resume?: true;
  mapping?: string;
  batchSize: number;
  workers: number;
  reportFolder?: string;
}

/**
 * Migrates a Cognito user pool, or rehearses it without --apply or --resume. Returns the exit code.
 */
export async function moveCognito(flags: CognitoFlags, output: Output, stopping: Stopping) {
  const { pool, mapping } = flags;
  const mode: Mode = flags.apply ? "apply" : flags.resume ? "resume" : "rehearse";
  const progress = progressFor(output);
  progress.say(mode === "rehearse" ? "Rehearsing; nothing will be kept" : "Migrating users");
  const asked = {
    mapping: parsePoolMapping(mapping ? await readMappingFile(fromStart(mapping)) : {}, pool),
  };
  const result = await moveIn(
    mode,
    moveOptions(flags, progress, stopping),
    poolOf(pool, flags, progress),
    mode === "resume" ? undefined : asked,
    reportFolder(flags.reportFolder),
  );
  return tell(result, output);
}

/**
 * An export as a source.
 *
 * Errors: SOURCE_UNREADABLE when its path is missing.
 */
export function poolOf(poolId: string, { users, groups }: ExportFlags, { say }: Progress) {
  if (users === undefined) {
    throw new MigrationRefused(
      "SOURCE_UNREADABLE",
      "the path of the export is missing; pass it with --users",
    );
  }
  const exported: PoolExport = {
    poolId,
    users: fromStart(users),
    groups: groups && fromStart(groups),
  };
  return poolSource(exported, { toUrl: requireUrl("TO_DATABASE_URL"), say });
}
