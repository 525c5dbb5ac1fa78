import type { MigrationSource } from "@sundial/db";
import { listFiles } from "../cognito/json-files.ts";
import { readCsv } from "../file/csv.ts";
import { readJson } from "../file/json.ts";
import type { ReadRow, SourceRow } from "../file/person.ts";
import { MigrationRefused } from "../refusal.ts";

/** Where an export is. */
export interface ExportPaths {
  users?: string;
  /** Password hashes, where they come in a file of their own. */
  hashes?: string;
  /** The parameters of all hashes, where the vendor keeps them apart. */
  hashConfig?: string;
}

export interface PresetAccess extends ExportPaths {
  /** The database of another app. */
  databaseUrl?: string;
  toUrl: string;
}

/** What a preset reads, and how. */
export interface OpenedPreset {
  rows: () => AsyncGenerator<SourceRow>;
  read: (value: unknown) => ReadRow;
}

/** A vendor's shape: how its rows are read, and what they say. Everything else is the same for all. */
export interface Preset {
  source: Exclude<MigrationSource, "supabase" | "cognito" | "file" | "program">;
  /** The vendor's names for identity providers, and ours. */
  providers: Record<string, string>;
  /** Whether it is the database in FROM_DATABASE_URL instead of files. */
  isDatabase?: true;
  open: (from: PresetAccess) => Promise<OpenedPreset>;
}

const EXPORT_NAME = /\.(jsonl?|ndjson|csv)$/i;
const CSV_NAME = /\.csv$/i;

/**
 * The rows of an export's files: of CSV, by the names in the first line; of JSON, its objects, or
 * those in the `list` of a page.
 *
 * Errors: SOURCE_UNREADABLE when a file can't be read.
 */
export async function* readFiles(
  path: string | undefined,
  {
    list = null,
    delimiter = ",",
    required = [],
  }: { list?: string | null; delimiter?: string; required?: string[] } = {},
): AsyncGenerator<SourceRow> {
  for (const file of await listFiles(requirePath(path), EXPORT_NAME)) {
    if (CSV_NAME.test(file.path)) yield* readCsv(file, { delimiter, required });
    else yield* readJson(file, list);
  }
}

function requirePath(path: string | undefined) {
  if (path !== undefined) return path;
  throw new MigrationRefused(
    "SOURCE_UNREADABLE",
    "the path of the export is missing; pass it with --users",
  );
}

/** Providers that everybody calls alike, and whose IDs of people are the same for every app. */
export const COMMON_PROVIDERS: Record<string, string> = {
  apple: "apple",
  discord: "discord",
  facebook: "facebook",
  github: "github",
  gitlab: "gitlab",
  google: "google",
  linkedin: "linkedin",
  slack: "slack",
  spotify: "spotify",
  twitch: "twitch",
};
