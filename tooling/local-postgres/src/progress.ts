import type { RunningServer } from "./server.ts";

/** Prints one line on stderr, which keeps a command's own output clean. */
export function say(line: string) {
  console.error(`database: ${line}`);
}

/**
 * Says that Postgres is starting, then where it is, because the very first start takes a moment.
 */
export async function announced<Server extends RunningServer>(begin: () => Promise<Server>) {
  process.stderr.write("database: starting Postgres ... ");
  try {
    const server = await begin();
    const how = server.started ? "ready" : "already running";
    process.stderr.write(`${how} on 127.0.0.1:${server.port}\n`);
    return server;
  } catch (error) {
    process.stderr.write("failed\n");
    throw error;
  }
}

/**
 * A connection URL for display: without its password, and without parameters, which may contain
 * one.
 */
export function withoutPassword(text: string) {
  const url = new URL(text);
  url.password = "";
  url.search = "";
  return url.href;
}
