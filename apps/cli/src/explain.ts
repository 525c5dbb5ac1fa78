import { isSundialError, type SundialError } from "@sundial/client";
import { EXIT, type ExitCode, exitCodeOf } from "./exit-codes.ts";
import { CommandFailure } from "./failure.ts";
import { formatInstant } from "./format-instant.ts";
import type { Terminal } from "./terminal.ts";

/** Says what went wrong and what to do next, and returns the exit code. */
export function explain(
  error: unknown,
  terminal: Terminal,
  { json = false, debug = false }: { json?: boolean; debug?: boolean },
): ExitCode {
  const { code, message, exitCode, details, hints } = read(error, terminal);
  if (json) terminal.error(JSON.stringify({ error: message, code, details }));
  else {
    terminal.error(`sundial: ${message} (${code})`);
    for (const hint of hints) terminal.error(`  ${hint}`);
  }
  if (debug && error instanceof Error) terminal.error(stackOf(error));
  else if (code === "BUG") terminal.error("  Run it again with --debug, and report what you see.");
  return exitCode;
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}

interface Reading {
  code: string;
  message: string;
  exitCode: ExitCode;
  details?: unknown;
  hints: string[];
}

function read(error: unknown, terminal: Terminal): Reading {
  if (isSundialError(error)) {
    const { code, message, details } = error;
    return {
      code,
      message,
      details,
      exitCode: exitCodeOf(error),
      hints: hintsFor(error, terminal),
    };
  }
  if (error instanceof CommandFailure) {
    const { code, message, exitCode } = error;
    return { code, message, exitCode, hints: [] };
  }
  if (error instanceof Error && "syscall" in error && "code" in error) {
    return {
      code: String(error.code),
      message: error.message,
      exitCode: EXIT.FAILED,
      hints: [],
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: "BUG", message, exitCode: EXIT.FAILED, hints: [] };
}

function hintsFor(error: SundialError, terminal: Terminal): string[] {
  if (isSundialError(error, "INVALID_INPUT")) {
    return error.details.map(({ path, message }) => `${path.join(".") || "input"}: ${message}`);
  }
  for (const code of ["SLOT_TAKEN", "SLOT_UNAVAILABLE", "SLOT_NOT_OFFERED"] as const) {
    if (!isSundialError(error, code)) continue;
    const { alternatives } = error.details;
    const zone = terminal.timeZone;
    const times = alternatives.map((at) => `${formatInstant(at, zone)} (${at.toISOString()})`);
    return times.length === 0
      ? []
      : [`Still open, in ${zone}:`, ...times.map((time) => `  ${time}`)];
  }
  switch (error.code) {
    case "UNAUTHORIZED":
      return ["The token is missing, wrong, expired or revoked. Sign in: sundial login"];
    case "FORBIDDEN":
      return ["See what your token may do: sundial whoami"];
    case "STALE_VERSION":
      return ["It changed in the meantime. Look at it again, then repeat the command."];
    case "NOT_FOUND":
      return error.message.includes("procedure")
        ? ["The server may have another version than this command. Compare them: sundial doctor"]
        : [];
    case "NOT_SUNDIAL":
    case "UNREACHABLE":
      return ["Find out why: sundial doctor"];
    default:
      return error.requestId === undefined ? [] : [`Reference: ${error.requestId}`];
  }
}
