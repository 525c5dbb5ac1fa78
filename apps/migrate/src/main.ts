import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { listQuarantine, type RunFlags, report, rollBack, verify } from "./commands/after.ts";
import { type CognitoFlags, type ExportFlags, moveCognito } from "./commands/cognito.ts";
import { type InviteFlags, invitePeople } from "./commands/invite.ts";
import { moveSupabase, type SupabaseFlags } from "./commands/supabase.ts";
import { codeOf } from "./connections.ts";
import { EXIT } from "./exit-codes.ts";
import { MigrationRefused } from "./refusal.ts";

const DESCRIPTION = `Migrates the users of a Supabase project or an Amazon Cognito
user pool into Sundial: accounts with their passwords, authenticator apps, roles and
profiles. Every row is accounted for, and a run can be rolled back.

Environment:
  TO_DATABASE_URL     the target
  FROM_DATABASE_URL   a Supabase project; it is only read
  BETTER_AUTH_SECRET  the target's secret, to migrate authenticator apps
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

const DEFAULTS = {
  deleted: "exclude",
  unknownHashes: "refuse",
  batchSize: 20_000,
  workers: 2,
} as const;

/** Runs one command line and returns the exit code. */
export async function main(args: string[]): Promise<number> {
  let exitCode: number = EXIT.CLEAN;
  const stopping = stopOnSignal();
  const program = createProgram(stopping.isStopping, (code) => {
    exitCode = code;
  });
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosed);
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

  program
    .command("supabase")
    .description("migrate a Supabase project; only a rehearsal without --apply")
    .addOption(dryRun())
    .addOption(
      new Option("--apply", "start the migration, or migrate what changed since").conflicts(
        "resume",
      ),
    )
    .option("--resume", "continue an interrupted run with its original decisions")
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
    .option(
      "--batch-size <users>",
      "users in one transaction",
      wholeNumber(1, 200_000),
      DEFAULTS.batchSize,
    )
    .option(
      "--workers <connections>",
      "how many batches to migrate in parallel",
      wholeNumber(1, 16),
      DEFAULTS.workers,
    )
    .option("--report-folder <folder>", "folder for the report (default: .local/migrate)")
    .action(async (flags: SupabaseFlags) => {
      done(await moveSupabase(flags, output(), { isStopping }));
    });

  program
    .command("cognito")
    .description("migrate a Cognito user pool from an export; only a rehearsal without --apply")
    .requiredOption("--pool <id>", "the pool's id, such as eu-west-1_AbCdEfGhI")
    .requiredOption("--users <path>", "ListUsers pages or AdminGetUser responses: a file or folder")
    .option("--groups <folder>", "ListUsersInGroup pages, in files or folders named by group")
    .option("--mapping <file>", "maps groups to roles (JSON)")
    .addOption(dryRun())
    .addOption(
      new Option("--apply", "start the migration, or migrate what changed since").conflicts(
        "resume",
      ),
    )
    .option("--resume", "continue an interrupted run")
    .option(
      "--batch-size <users>",
      "users in one transaction",
      wholeNumber(1, 200_000),
      DEFAULTS.batchSize,
    )
    .option(
      "--workers <connections>",
      "how many batches to migrate in parallel",
      wholeNumber(1, 16),
      DEFAULTS.workers,
    )
    .option("--report-folder <folder>", "folder for the report (default: .local/migrate)")
    .action(async (flags: CognitoFlags) =>
      done(await moveCognito(flags, output(), { isStopping })),
    );

  program
    .command("verify")
    .description("compare migrated data with the source, record by record")
    .option("--run <id>", "a run other than the latest")
    .option("--users <path>", "for a user pool: the export")
    .option("--groups <folder>", "for a user pool: the export of its groups")
    .action(async (flags: RunFlags & ExportFlags) => done(await verify(flags, output())));

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
    .description("email migrated users without a password a link to choose one")
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

  const quarantine = program.command("quarantine").description("quarantined rows");
  quarantine
    .command("list")
    .description("list quarantined rows with their codes")
    .option("--run <id>", "a run other than the latest")
    .option("--code <code>", "only rows with this code")
    .action(async (flags: RunFlags & { code?: string }) =>
      done(await listQuarantine(flags, output())),
    );
  quarantine
    .command("retry")
    .description("retry quarantined rows after fixing the source or the target")
    .option("--pool <id>", "for a user pool: its ID")
    .option("--users <path>", "for a user pool: the export")
    .option("--groups <folder>", "for a user pool: the export of its groups")
    .option("--report-folder <folder>", "folder for the report (default: .local/migrate)")
    .action(async (given: Partial<CognitoFlags>) => {
      const { pool } = given;
      const flags = { ...DEFAULTS, ...given, resume: true } as const;
      const retry =
        pool === undefined
          ? moveSupabase(flags, output(), { isStopping })
          : moveCognito({ ...flags, pool }, output(), { isStopping });
      done(await retry);
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
  const code = codeOf(error);
  if (code === undefined) throw error;
  console.error(`Broke off (${code}). Nothing is half-written; the same command goes on.`);
  return EXIT.FAILED;
}

function dryRun() {
  const text = "do everything in a transaction that is rolled back (default)";
  return new Option("--dry-run", text).conflicts(["apply", "resume"]);
}

function wholeNumber(least: number, most: number) {
  return (text: string) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`should be a whole number from ${least} to ${most}`);
  };
}
