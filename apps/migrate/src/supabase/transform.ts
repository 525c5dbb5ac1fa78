import type { WrittenKind } from "../engine/written.ts";
import { literal, uuidFrom } from "../sql.ts";
import type { SupabaseMapping } from "./mapping.ts";

/** What the operator decided before the first run; a run keeps its decisions. */
export interface Decisions {
  /** Soft-deleted users stay behind, or arrive as suspended rows for what they left. */
  deleted: "exclude" | "tombstone";
  /** Password hashes nobody here can check: refuse to begin, keep such users back, or drop the hash. */
  unknownHashes: "refuse" | "quarantine" | "drop";
  /** New ids for all users instead of the ones they had. */
  remapIds: boolean;
}

/** Everything the transformation depends on besides the row. */
export interface Transform {
  runId: string;
  /** What the records call the source's tables, and what is written for each. */
  entities: { name: string; kind: WrittenKind }[];
  /** The moment bans are judged by, and the time of rows that have none. ISO 8601 in UTC. */
  startedAt: string;
  decisions: Decisions;
  mapping: SupabaseMapping;
  identitiesHaveIds: boolean;
  /** Whether the source marks deleted users instead of deleting them. */
  isSoftDeleting: boolean;
  /** What the contracts make of the words that occur in the source. */
  words: SourceWords;
}

/** Words of the source that our contracts accept, and their canonical form. */
export interface SourceWords {
  timeZones: Record<string, string>;
  languages: Record<string, string>;
  topics: Record<string, { label: string; slug: string }>;
}

/** The id a source user has here. */
export function targetId({ decisions, runId }: Transform, owner: string) {
  return decisions.remapIds ? uuidFrom(`${literal(runId)} || ${owner}`) : owner;
}

/**
 * A lookup in words that were checked beforehand: SQL for what `key` stands for, or a field of it;
 * NULL if nothing.
 */
export function lookUp(words: Record<string, unknown>, key: string, field?: string) {
  const known = `${literal(JSON.stringify(words))}::jsonb`;
  return field === undefined
    ? `(${known} ->> ${key})`
    : `(${known} -> ${key} ->> ${literal(field)})`;
}
