import { join, resolve } from "node:path";
import type { MoveOptions } from "../engine/move.ts";
import { migrateEnv, providersHere, requireUrl, startFolder } from "../env.ts";
import { createProgress, type Progress, type Style } from "../progress.ts";

/**
 * Where commands write: results on stdout, progress on stderr, one JSON object per line with
 * --json.
 */
export interface Output {
  json: boolean;
  print: (text: string) => void;
}

/** Set by Ctrl-C and checked between batches. */
export interface Stopping {
  isStopping: () => boolean;
}

export function progressFor({ json }: { json?: boolean | undefined }) {
  const style: Style = json ? "json" : process.stderr.isTTY ? "terminal" : "lines";
  return createProgress(style);
}

/** The folder for reports, by default the checkout's, which git ignores. */
export function reportFolder(chosen: string | undefined) {
  return fromStart(chosen ?? join(".local", "migrate"));
}

/** A typed path, relative to the folder it was typed in. */
export function fromStart(path: string) {
  return resolve(startFolder(), path);
}

/**
 * A key of the source that is safe to show on a terminal: people choose some of them, and could
 * otherwise print lines of their own or move the cursor.
 */
export function shownKey(key: string) {
  return key.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`,
  );
}

export function applicationSecret() {
  return migrateEnv().BETTER_AUTH_SECRET;
}

/** The keys of columns that a Supabase project encrypts; usually none. */
export function encryptionKeys() {
  return migrateEnv().FROM_ENCRYPTION_KEYS ?? new Map<string, Buffer>();
}

/** What every migration needs, whatever its source. */
export function moveOptions(
  { batchSize, workers }: Pick<MoveOptions, "batchSize" | "workers">,
  progress: Progress,
  { isStopping }: Stopping,
): MoveOptions {
  const toUrl = requireUrl("TO_DATABASE_URL");
  return { toUrl, offered: providersHere(), batchSize, workers, progress, isStopping };
}
