import { join } from "node:path";
import { migrateEnv, startFolder } from "../env.ts";
import { createProgress, type Style } from "../progress.ts";

/** Where commands write: results on stdout, progress on stderr, one JSON object a line when asked. */
export interface Output {
  json: boolean;
  print: (text: string) => void;
}

/** Set by Ctrl-C; whoever works looks at it between batches. */
export interface Stopping {
  isStopping: () => boolean;
}

export function progressFor({ json }: { json?: boolean | undefined }) {
  const style: Style = json ? "json" : process.stderr.isTTY ? "terminal" : "lines";
  return createProgress(style);
}

/** The folder for reports, in that of the checkout which git ignores. */
export function reportFolder(chosen: string | undefined) {
  return chosen ?? join(startFolder(), ".local", "migrate");
}

export function applicationSecret() {
  return migrateEnv().BETTER_AUTH_SECRET;
}
