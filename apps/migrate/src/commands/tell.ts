import type { MoveInResult } from "../engine/move-in.ts";
import { EXIT } from "../exit-codes.ts";
import type { Output } from "./settings.ts";
import { reportText } from "./words.ts";

/** Prints a migration's result and returns the exit code. */
export function tell(result: MoveInResult, output: Output) {
  describe(result, output);
  return exitCode(result);
}

function describe({ report, files, isComplete }: MoveInResult, { json, print }: Output) {
  if (json) {
    print(JSON.stringify({ event: "report", isComplete, files, ...report }));
    return;
  }
  print(reportText(report));
  print(`\nReport: ${files.reportFile}\nQuarantined rows: ${files.quarantineFile}`);
  if (isComplete) return;
  print(
    report.rehearsal
      ? "\nStopped. Nothing was written."
      : `\nStopped after a complete batch. Continue with --resume, or undo it with: migrate rollback --run ${report.run}`,
  );
}

function exitCode({ report, isComplete }: MoveInResult) {
  if (!isComplete) return EXIT.STOPPED;
  if (report.totals.some(({ unaccounted }) => unaccounted !== 0)) return EXIT.UNACCOUNTED;
  return report.totals.some(({ quarantined }) => quarantined > 0) ? EXIT.KEPT_BACK : EXIT.CLEAN;
}
