import { homedir, hostname } from "node:os";
import { env } from "./env.ts";
import { EXIT } from "./exit-codes.ts";
import { runCommandLine } from "./program.ts";

const cancelling = new AbortController();
process.on("SIGINT", () => {
  if (cancelling.signal.aborted) process.exit(EXIT.CANCELLED);
  cancelling.abort();
});
process.on("SIGTERM", () => cancelling.abort());
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error) => {
    // The reader has seen enough, as `head` has.
    if ("code" in error && error.code === "EPIPE") process.exit(EXIT.OK);
    throw error;
  });
}

process.exitCode = await runCommandLine(process.argv.slice(2), {
  env,
  platform: process.platform,
  home: homedir(),
  hostname: hostname(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  now: () => new Date(),
  fetch,
  signal: cancelling.signal,
});
