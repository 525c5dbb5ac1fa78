import { createHash } from "node:crypto";
import { isStorable } from "@sundial/validators";

/** A row of a sheet with what depends on nothing else: SQL decides the rest. */
export interface ProgramRow {
  /** Null for a row that can't be recognized. */
  recognized: { owner: string; key: string } | null;
  data: Record<string, unknown>;
  codes: RowCodes;
}

export interface RowCodes {
  quarantined: string[];
  flagged: string[];
}

/** A row about which only this problem is known. */
export function unusableRow(problem: string): ProgramRow {
  return { recognized: null, data: {}, codes: { quarantined: [problem], flagged: [] } };
}

export const noCodes = (): RowCodes => ({ quarantined: [], flagged: [] });

/** A word for a person as it is looked up: addresses in lower case, ids as they are. */
export const personWord = (word: string) => (word.includes("@") ? word.toLowerCase() : word);

const LONGEST_KEY = 300;

/**
 * The key of a row that has no id: whose it is and what it says. An address, which is personal, isn't
 * in it, and neither is more than an index can hold.
 */
export function keyOf(word: string, owner: string, says: string) {
  const key = `${word.includes("@") ? owner : word}: ${says}`;
  if (key.length <= LONGEST_KEY && isStorable(key)) return key;
  return `${owner}: ${createHash("sha256").update(key).digest("hex")}`;
}
