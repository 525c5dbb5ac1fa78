import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { checkoutFolder } from "./cluster.ts";
import { childEnv } from "./env.ts";
import { LocalDatabaseError, systemErrorCode } from "./local-database-error.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs commands one after another; a signal reaches the running one and stops the rest. */
export type CommandRunner = ReturnType<typeof commandRunner>;

/**
 * Until `close()`, a signal doesn't end this process: it is passed on, and `signalCode` is the
 * resulting exit code, null without a signal.
 */
export function commandRunner() {
  let child: ChildProcess | undefined;
  let received: NodeJS.Signals | undefined;

  const onSignal = (signal: NodeJS.Signals) => {
    received ??= signal;
    // A terminal sends Ctrl-C to the child, too; a second one would mean "stop at once".
    if (signal === "SIGINT" && process.stdin.isTTY) return;
    child?.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);

  return {
    signalCode: () => (received ? signalExitCode(received) : null),
    close: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },

    /**
     * Runs a command to its end in our terminal, with DATABASE_URL set. If a signal ends it, its
     * code is 128 plus the signal's number.
     */
    run(command: string[], options: { url: string; cwd: string }) {
      const [program = "", ...args] = command;
      const folders = [options.cwd, checkoutFolder].map((at) => join(at, "node_modules", ".bin"));
      return new Promise<{ code: number }>((resolve, reject) => {
        const started = spawn(program, args, {
          cwd: options.cwd,
          env: childEnv(options.url, folders),
          stdio: "inherit",
          // npm's programs are batch files on Windows.
          shell: process.platform === "win32",
        });
        child = started;
        started.on("error", (cause) => {
          const isMissing = systemErrorCode(cause) === "ENOENT";
          const reason = isMissing ? "command not found" : cause.message;
          reject(new LocalDatabaseError(`can't run ${program}: ${reason}`, { cause }));
        });
        started.on("close", (code, signal) => {
          child = undefined;
          resolve({ code: code ?? signalExitCode(signal ?? "SIGTERM") });
        });
      });
    },
  };
}

function signalExitCode(signal: NodeJS.Signals) {
  return 128 + constants.signals[signal];
}
