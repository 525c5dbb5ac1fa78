import type { WrittenKind } from "../engine/written.ts";
import { literal, uuidFrom } from "../sql.ts";
import type { SupabaseMapping } from "./mapping.ts";

/** The operator's decisions before the first run; a run keeps them. */
export interface Decisions {
  /** Soft-deleted users stay behind, or arrive as suspended rows for what refers to them. */
  deleted: "exclude" | "tombstone";
  /**
   * Password hashes that Sundial can't check: reject the run, quarantine such users, or drop the
   * hash.
   */
  unknownHashes: "refuse" | "quarantine" | "drop";
  /** New ids for all users instead of their old ones. */
  remapIds: boolean;
}

/** Everything the transformation depends on besides the row. */
export interface Transform {
  runId: string;
  /** The records' names for the source's tables, and what is written for each. */
  entities: { name: string; kind: WrittenKind }[];
  /** The time at which bans are evaluated, and the time of rows that have none. ISO 8601 in UTC. */
  startedAt: string;
  decisions: Decisions;
  mapping: SupabaseMapping;
  identitiesHaveIds: boolean;
  /** Whether the source marks deleted users instead of deleting them. */
  isSoftDeleting: boolean;
  /** SQL of whether a user of the source comes by single sign-on. */
  isSso: string;
  /** The contracts' canonical form of the source's words. */
  words: SourceWords;
}

/** Words of the source that our contracts accept, and their canonical form. */
export interface SourceWords {
  timeZones: Record<string, string>;
  languages: Record<string, string>;
  topics: Record<string, { label: string; slug: string }>;
}

/** A source user's id here. */
export function targetId({ decisions, runId }: Transform, owner: string) {
  return decisions.remapIds ? uuidFrom(`${literal(runId)} || ${owner}`) : owner;
}

/**
 * A lookup in words that were checked beforehand: SQL for the value of `key`, or a field of it;
 * NULL if it has none.
 */
export function lookUp(words: Record<string, unknown>, key: string, field?: string) {
  const known = `${literal(JSON.stringify(words))}::jsonb`;
  return field === undefined
    ? `(${known} ->> ${key})`
    : `(${known} -> ${key} ->> ${literal(field)})`;
}
