import type { Command } from "commander";
import { type Mode, moveIn } from "../engine/move-in.ts";
import type { Run } from "../engine/run.ts";
import { migrateEnv, requireUrl } from "../env.ts";
import { type PeopleMove, peopleSource } from "../file/source.ts";
import { readMappingFile } from "../mapping.ts";
import { fileMove, presetMove, presetOfSource } from "../presets/moves.ts";
import type { ExportPaths } from "../presets/preset.ts";
import type { PresetName } from "../presets/presets.ts";
import type { Progress } from "../progress.ts";
import { withMoveOptions } from "./move-options.ts";
import { withProgramFiles } from "./program.ts";
import {
  applicationSecret,
  fromStart,
  moveOptions,
  type Output,
  progressFor,
  reportFolder,
  type Stopping,
} from "./settings.ts";
import { tell } from "./tell.ts";

export interface PeopleFlags extends ExportPaths {
  name?: string;
  apply?: true;
  resume?: true;
  mapping?: string;
  batchSize: number;
  workers: number;
  reportFolder?: string;
}

/**
 * Migrates people from files or from another app's database, or rehearses it without --apply or
 * --resume. Returns the exit code.
 */
export async function movePeople(
  kind: "file" | PresetName,
  flags: PeopleFlags,
  output: Output,
  stopping: Stopping,
) {
  const { mapping } = flags;
  const mode: Mode = flags.apply ? "apply" : flags.resume ? "resume" : "rehearse";
  const progress = progressFor(output);
  progress.say(mode === "rehearse" ? "Rehearsing; nothing will be kept" : "Migrating users");
  const move = moveOf(kind, flags, flags.name);
  const asked = mapping === undefined ? {} : await readMappingFile(fromStart(mapping));
  const result = await moveIn(
    mode,
    moveOptions(flags, progress, stopping),
    sourceOf(move, progress),
    mode === "resume" ? undefined : { mapping: move.parseMapping(asked) },
    reportFolder(flags.reportFolder),
  );
  return tell(result, output);
}

/** The source of a run that was migrated by `movePeople`. */
export function peopleOf({ source, sourceDatabase }: Run, flags: ExportPaths, progress: Progress) {
  return sourceOf(moveOf(presetOfSource(source) ?? "file", flags, sourceDatabase), progress);
}

function sourceOf(move: PeopleMove, { say }: Progress) {
  return peopleSource(move, {
    toUrl: requireUrl("TO_DATABASE_URL"),
    secret: applicationSecret(),
    say,
  });
}

function moveOf(kind: "file" | PresetName, paths: ExportPaths, name: string | undefined) {
  const path = (given: string | undefined) => given && fromStart(given);
  const access = {
    users: path(paths.users),
    hashes: path(paths.hashes),
    hashConfig: path(paths.hashConfig),
    databaseUrl: migrateEnv().FROM_DATABASE_URL,
    toUrl: requireUrl("TO_DATABASE_URL"),
  };
  return kind === "file" ? fileMove(access, name) : presetMove(kind, access, name);
}

const HASHES = "--hashes <path>" as const;
const HASH_CONFIG = "--hash-config <file>" as const;

/** What verifying or retrying needs to read an export again. */
export function withExportOptions(command: Command): Command {
  return withProgramFiles(command)
    .option("--users <path>", "for an export: a file or folder")
    .option(HASHES, "for Auth0 and Clerk: the file with password hashes")
    .option(HASH_CONFIG, "for Firebase: the file with the hash parameters");
}

/** Adds the commands that migrate people from files and from other apps' databases. */
export function addPeopleCommands(
  program: Command,
  run: (kind: "file" | PresetName, flags: PeopleFlags) => Promise<void>,
) {
  const users = "--users <path>";
  const define = (kind: "file" | PresetName, from: string) =>
    withMoveOptions(
      program
        .command(kind)
        .description(`migrate ${from}; only a rehearsal without --apply`)
        .option("--name <name>", "tells several sources of one kind apart"),
    ).action((flags: PeopleFlags) => run(kind, flags));
  const mapped = (command: Command) =>
    command.option("--mapping <file>", "maps roles, providers and profiles (JSON)");

  define("file", "people from CSV or JSON Lines")
    .requiredOption(users, "a file, or a folder of files")
    .requiredOption("--mapping <file>", "maps columns, roles, statuses and profiles (JSON)");
  mapped(define("better-auth", "the users of another app's Better Auth database"));
  mapped(define("authjs", "the users of an Auth.js or NextAuth database"));
  mapped(define("clerk", "the users of Clerk, from its CSV or JSON"))
    .requiredOption(users, "the dashboard's CSV, or users of the Backend API in JSON")
    .option(HASHES, "the dashboard's CSV, for the hashes of users in JSON");
  mapped(define("auth0", "the users of Auth0, from exported NDJSON"))
    .requiredOption(users, "the export of users")
    .option(HASHES, "the export of password hashes");
  mapped(define("firebase", "the users of Firebase, from auth:export"))
    .requiredOption(users, "what firebase auth:export --format=json wrote")
    .option(HASH_CONFIG, "the password hash parameters of the console");
  mapped(define("keycloak", "the users of a Keycloak realm, from its export")).requiredOption(
    users,
    "the realm's file, or a folder with its files",
  );
}
