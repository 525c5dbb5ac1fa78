import { type Command, InvalidArgumentError, Option } from "commander";

const BATCH_SIZE = 20_000;
const WORKERS = 2;

/** The defaults of what every migration takes. */
export const MOVE_DEFAULTS = { batchSize: BATCH_SIZE, workers: WORKERS } as const;

/** Adds what every migration takes: what to do, and how fast. */
export function withMoveOptions(command: Command): Command {
  const dryRun = "do everything in a transaction that is rolled back (default)";
  const apply = "start the migration, or migrate what changed since";
  return command
    .addOption(new Option("--dry-run", dryRun).conflicts(["apply", "resume"]))
    .addOption(new Option("--apply", apply).conflicts("resume"))
    .option("--resume", "continue an interrupted run with its original decisions")
    .option("--batch-size <users>", "users in one transaction", wholeNumber(1, 200_000), BATCH_SIZE)
    .option(
      "--workers <connections>",
      "how many batches to migrate in parallel",
      wholeNumber(1, 16),
      WORKERS,
    )
    .option("--report-folder <folder>", "folder for the report (default: .local/migrate)");
}

/** Reads a whole number within these limits. */
export function wholeNumber(least: number, most: number) {
  return (text: string) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`should be a whole number from ${least} to ${most}`);
  };
}
