import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";
import { EXIT } from "./exit-codes.ts";
import { CommandFailure, usage } from "./failure.ts";

/** The outside world of a command. Tests bring their own. */
export interface World {
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  home: string;
  hostname: string;
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean };
  timeZone: string;
  now: () => Date;
  fetch: typeof fetch;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

interface Manners {
  quiet: boolean;
  color: boolean;
}

export type Terminal = ReturnType<typeof createTerminal>;

/** What a command prints and asks. Results go to stdout, everything else to stderr. */
export function createTerminal(world: World, manners: Manners) {
  const { stdin, stdout, stderr, env } = world;
  const hasColor = manners.color && !env.NO_COLOR && env.TERM !== "dumb" && stdout.isTTY === true;
  let hasLine = false;
  const endLine = () => {
    if (hasLine) stderr.write("\n");
    hasLine = false;
  };
  return {
    timeZone: world.timeZone,
    print: (text: string) => stdout.write(`${text}\n`),
    heading: (text: string) => (hasColor ? `\u001B[1m${text}\u001B[22m` : text),
    /** Only for people: absent with --quiet. */
    note(text: string) {
      endLine();
      if (!manners.quiet) stderr.write(`${text}\n`);
    },
    error(text: string) {
      endLine();
      stderr.write(`${text}\n`);
    },
    /** Rewrites one line on a terminal; elsewhere prints plain lines. */
    progress(text: string) {
      if (manners.quiet) return;
      if (stderr.isTTY) {
        stderr.write(`\r\u001B[K${text}`);
        hasLine = true;
      } else stderr.write(`${text}\n`);
    },
    endLine,
    isInteractive: stdin.isTTY === true && stderr.isTTY === true,
    /**
     * Asks before something that can't be undone.
     *
     * Errors: USAGE without a terminal to ask on; CANCELLED when the answer isn't yes.
     */
    async confirm(question: string) {
      if (stdin.isTTY !== true) {
        throw usage(`${question} Nobody can answer here: pass --yes to confirm.`);
      }
      endLine();
      const asking = createInterface({ input: stdin, output: stderr });
      try {
        const answer = await asking.question(`${question} [y/N] `, { signal: world.signal });
        if (/^y(es)?$/i.test(answer.trim())) return;
      } finally {
        asking.close();
      }
      throw new CommandFailure("CANCELLED", "Nothing was changed.", EXIT.CANCELLED);
    },
    /** Everything that is piped in. */
    async readInput(): Promise<string> {
      const parts: Buffer[] = [];
      for await (const part of stdin) parts.push(Buffer.from(part));
      return Buffer.concat(parts).toString();
    },
  };
}
