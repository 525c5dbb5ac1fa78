import { Command, CommanderError, Option } from "commander";
import { listQuarantine, type RunFlags, report, rollBack, verify } from "./commands/after.ts";
import { type AvatarFlags, bringAvatars } from "./commands/avatars.ts";
import { type CognitoFlags, type ExportFlags, moveCognito } from "./commands/cognito.ts";
import { type InviteFlags, invitePeople } from "./commands/invite.ts";
import { MOVE_DEFAULTS, wholeNumber, withMoveOptions } from "./commands/move-options.ts";
import { addPeopleCommands, movePeople, withExportOptions } from "./commands/people.ts";
import { addProgramCommand, moveProgram } from "./commands/program.ts";
import { type RetryFlags, retryQuarantine } from "./commands/retry.ts";
import { moveSupabase, type SupabaseFlags } from "./commands/supabase.ts";
import { isPassing } from "./connections.ts";
import { BrokeOff } from "./engine/move.ts";
import { codeOf } from "./error-code.ts";
import { EXIT } from "./exit-codes.ts";
import type { ExportPaths } from "./presets/preset.ts";
import type { ProgramFiles } from "./program/load.ts";
import { MigrationRefused } from "./refusal.ts";

const DESCRIPTION = `Migrates users into Sundial, from another service, another app's database
or plain files: accounts with their passwords, authenticator apps, roles and profiles.
Then also their sessions, availability and expertise, from files.
Every row is accounted for, and a run can be rolled back.

Environment:
  TO_DATABASE_URL     the target
  FROM_DATABASE_URL   a Supabase project or an app's database; it is only read
  BETTER_AUTH_SECRET  the target's secret, to migrate authenticator apps
  FROM_ENCRYPTION_KEYS  the keys of a Supabase project that encrypts columns
and the server's variables of sign-in providers, such as GOOGLE_CLIENT_ID.
Connect to both databases directly, not through a pooler.`;

const EXIT_CODES = `
Exit codes:
  0    all rows accounted for, none quarantined
  1    interrupted; run the same command to continue
  2    rejected, nothing written
  3    some rows quarantined
  4    verification found a difference
  5    rows unaccounted for
  130  stopped by Ctrl-C after a complete batch

The runbook is docs/migrating.md.`;

const DEFAULTS = { deleted: "exclude", unknownHashes: "refuse" } as const;

/** Runs one command line and returns the exit code. */
export async function main(args: string[]): Promise<number> {
  let exitCode: number = EXIT.CLEAN;
  const stopping = stopOnSignal();
  const program = createProgram(stopping.isStopping, (code) => {
    exitCode = code;
  });
  for (const stream of [process.stdout, process.stderr]) {
    if (!stream.listeners("error").includes(ignoreClosed)) stream.on("error", ignoreClosed);
  }
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    return explain(error);
  } finally {
    stopping.end();
  }
}

/** The reader of our output stopped, as `head` does. The command continues. */
function ignoreClosed(error: Error) {
  if (codeOf(error) !== "EPIPE") throw error;
}

function createProgram(isStopping: () => boolean, done: (code: number) => void) {
  const program = new Command("migrate")
    .description(DESCRIPTION)
    .addHelpText("after", EXIT_CODES)
    .configureHelp({ showGlobalOptions: true })
    .option("--json", "print one JSON object per line instead of text")
    .exitOverride();
  const output = () => ({
    json: program.opts<{ json?: true }>().json === true,
    print: (text: string) => process.stdout.write(`${text}\n`),
  });

  withMoveOptions(program.command("supabase"))
    .description("migrate a Supabase project; only a rehearsal without --apply")
    .option("--mapping <file>", "maps tables, columns and roles (JSON)")
    .addOption(
      new Option("--deleted <decision>", "soft-deleted users: leave them, or keep suspended rows")
        .choices(["exclude", "tombstone"])
        .default(DEFAULTS.deleted),
    )
    .addOption(
      new Option("--unknown-hashes <decision>", "password hashes in unsupported formats")
        .choices(["refuse", "quarantine", "drop"])
        .default(DEFAULTS.unknownHashes),
    )
    .option("--remap-ids", "give all users new IDs")
    .action(async (flags: SupabaseFlags) => {
      done(await moveSupabase(flags, output(), { isStopping }));
    });

  withMoveOptions(program.command("cognito"))
    .description("migrate a Cognito user pool from an export; only a rehearsal without --apply")
    .requiredOption("--pool <id>", "the pool's id, such as eu-west-1_AbCdEfGhI")
    .requiredOption("--users <path>", "ListUsers pages or AdminGetUser responses: a file or folder")
    .option("--groups <folder>", "ListUsersInGroup pages, in files or folders named by group")
    .option("--mapping <file>", "maps groups to roles (JSON)")
    .action(async (flags: CognitoFlags) =>
      done(await moveCognito(flags, output(), { isStopping })),
    );

  addPeopleCommands(program, async (kind, flags) =>
    done(await movePeople(kind, flags, output(), { isStopping })),
  );

  addProgramCommand(program, async (flags) =>
    done(await moveProgram(flags, output(), { isStopping })),
  );

  withExportOptions(program.command("verify"))
    .description("compare migrated data with the source, record by record")
    .option("--run <id>", "a run other than the latest")
    .option("--groups <folder>", "for a user pool: the export of its groups")
    .action(async (flags: RunFlags & ExportFlags & ExportPaths & ProgramFiles) =>
      done(await verify(flags, output())),
    );

  program
    .command("rollback")
    .description("roll back a run; users who have changed here since are kept")
    .option("--run <id>", "a run other than the latest")
    .action(async (flags: RunFlags) => done(await rollBack(flags, output(), { isStopping })));

  program
    .command("report")
    .description("report the outcome of a run's rows")
    .option("--run <id>", "a run other than the latest")
    .action(async (flags: RunFlags) => done(await report(flags, output())));

  program
    .command("invite")
    .description("email migrated users who can't sign in yet a link to choose a password")
    .option("--run <id>", "a run other than the latest")
    .option("--apply", "queue the emails; without it they are only counted")
    .option("--limit <people>", "maximum number to invite now", wholeNumber(1, 1_000_000), 1000)
    .option("--unverified", "include users with an unconfirmed address")
    .option(
      "--again-after <days>",
      "include users invited at least this many days ago",
      wholeNumber(0, 1000),
    )
    .action(async (flags: InviteFlags) =>
      done(await invitePeople(flags, output(), { isStopping })),
    );

  program
    .command("avatars")
    .description("fetch the pictures of migrated users, from public addresses only")
    .option("--again", "try those again that failed")
    .action(async (flags: AvatarFlags) =>
      done(await bringAvatars(flags, output(), { isStopping })),
    );

  const quarantine = program.command("quarantine").description("quarantined rows");
  quarantine
    .command("list")
    .description("list quarantined rows with their codes")
    .option("--run <id>", "a run other than the latest")
    .option("--code <code>", "only rows with this code")
    .action(async (flags: RunFlags & { code?: string }) =>
      done(await listQuarantine(flags, output())),
    );
  withExportOptions(quarantine.command("retry"))
    .description("retry quarantined rows after fixing the source or the target")
    .option("--pool <id>", "for a user pool: its ID")
    .option("--groups <folder>", "for a user pool: the export of its groups")
    .option("--report-folder <folder>", "folder for the report (default: .local/migrate)")
    .action(async (given: RetryFlags) => {
      const defaults = { ...DEFAULTS, ...MOVE_DEFAULTS, resume: true } as const;
      done(await retryQuarantine({ ...defaults, ...given }, output(), { isStopping }));
    });
  return program;
}

/** The first Ctrl-C stops after the current batch; a second one ends the process. */
function stopOnSignal() {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(EXIT.STOPPED);
    stopping = true;
    process.stderr.write("\nStopping after this batch. Press Ctrl-C again to stop at once.\n");
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    isStopping: () => stopping,
    end() {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
}

/** The error without the database's message, which may contain values: only names and codes. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.CLEAN : EXIT.REFUSED;
  if (error instanceof MigrationRefused) {
    console.error(`Refused (${error.code}): ${error.message}`);
    return EXIT.REFUSED;
  }
  const code = codeOf(error) ?? (isPassing(error) ? "connection lost" : undefined);
  const reason = error instanceof BrokeOff ? error.message : code;
  if (reason === undefined) throw error;
  console.error(`Broke off (${reason}). Nothing is half-written; the same command goes on.`);
  return EXIT.FAILED;
}
