import { format, stripVTControlCharacters } from "node:util";
import type { Logger } from "pino";
import { withoutSecrets } from "./log";

/** Longer messages are cut, because a library may print whatever it was handling. */
const LONGEST_MESSAGE = 2_000;

const LEVELS = { debug: "debug", log: "info", info: "info", warn: "warn", error: "error" } as const;

/**
 * Turns what Next and other libraries print, and Node's own warnings, into lines of our log. Errors
 * in printed arguments are logged with their stack.
 */
export function consoleToLog(log: Logger) {
  for (const method of ["debug", "log", "info", "warn", "error"] as const) {
    console[method] = (...printed: unknown[]) => {
      const err = printed.find((value) => value instanceof Error);
      const words = stripVTControlCharacters(format(...printed.filter((value) => value !== err)));
      const message = withoutSecrets(words.trim()).slice(0, LONGEST_MESSAGE);
      log[LEVELS[method]](err === undefined ? {} : { err }, message);
    };
  }
  process.removeAllListeners("warning");
  process.on("warning", (warning) => log.warn({ err: warning }, "warning"));
}
