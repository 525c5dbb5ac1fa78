import { type Command, Option } from "commander";
import { type Mode, moveIn } from "../engine/move-in.ts";
import type { Run } from "../engine/run.ts";
import { requireUrl } from "../env.ts";
import { readMappingFile } from "../mapping.ts";
import type { ProgramFiles } from "../program/load.ts";
import { parseProgramMapping } from "../program/mapping.ts";
import { programSource } from "../program/source.ts";
import type { Progress } from "../progress.ts";
import { MigrationRefused } from "../refusal.ts";
import { withMoveOptions } from "./move-options.ts";
import {
  fromStart,
  moveOptions,
  type Output,
  progressFor,
  reportFolder,
  type Stopping,
} from "./settings.ts";
import { tell } from "./tell.ts";

export interface ProgramFlags extends ProgramFiles {
  name?: string;
  apply?: true;
  resume?: true;
  mapping?: string;
  batchSize: number;
  workers: number;
  reportFolder?: string;
}

const DEFAULT_NAME = "program";

/**
 * Migrates sessions, availability and expertise from files, or rehearses it without --apply or
 * --resume. Returns the exit code.
 */
export async function moveProgram(flags: ProgramFlags, output: Output, stopping: Stopping) {
  const { mapping } = flags;
  const mode: Mode = flags.apply ? "apply" : flags.resume ? "resume" : "rehearse";
  const progress = progressFor(output);
  progress.say(mode === "rehearse" ? "Rehearsing; nothing will be kept" : "Migrating");
  const asked = mapping === undefined ? {} : await readMappingFile(fromStart(mapping));
  const result = await moveIn(
    mode,
    moveOptions(flags, progress, stopping),
    sourceOf(flags, flags.name ?? DEFAULT_NAME, progress),
    mode === "resume" ? undefined : { mapping: parseProgramMapping(asked) },
    reportFolder(flags.reportFolder),
  );
  return tell(result, output);
}

/** The source of a run that was migrated by `moveProgram`. */
export function programOf({ sourceDatabase }: Run, flags: ProgramFiles, progress: Progress) {
  return sourceOf(flags, sourceDatabase, progress);
}

function sourceOf(files: ProgramFiles, name: string, { say }: Progress) {
  const path = (given: string | undefined) => given && fromStart(given);
  const sheets = {
    sessions: path(files.sessions),
    availability: path(files.availability),
    expertise: path(files.expertise),
  };
  if (Object.values(sheets).every((sheet) => sheet === undefined)) {
    throw new MigrationRefused(
      "SOURCE_UNREADABLE",
      "the paths of the files are missing; pass --sessions, --availability, --expertise or several",
    );
  }
  return programSource({ name, ...sheets }, { toUrl: requireUrl("TO_DATABASE_URL"), say });
}

/** Adds the paths of the files. */
export function withProgramFiles(command: Command): Command {
  return command
    .option("--sessions <path>", "for sessions: a file or folder")
    .option("--availability <path>", "for mentors' hours: a file or folder")
    .option("--expertise <path>", "for mentors' topics: a file or folder");
}

/** Adds the command that migrates what people did. */
export function addProgramCommand(program: Command, run: (flags: ProgramFlags) => Promise<void>) {
  withProgramFiles(withMoveOptions(program.command("program")))
    .description(
      "migrate sessions, availability and expertise from CSV or JSON Lines; only a rehearsal without --apply",
    )
    .addOption(new Option("--name <name>", "tells several sources apart").default(DEFAULT_NAME))
    .option("--mapping <file>", "maps columns and words (JSON)")
    .action(run);
}
