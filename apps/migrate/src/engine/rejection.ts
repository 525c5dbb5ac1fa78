import { codeOf, constraintOf } from "../connections.ts";
import { literal } from "../sql.ts";
import type { SourceEntity } from "./staging.ts";

/** Rows of one entity that a scope has to do without, and why. */
export interface Rejection {
  entity: string;
  /** Not even read, but for their keys: a value cannot be read, or not be made into ours. */
  isUnread: boolean;
  /** The rule that was broken, or the server's code for what went wrong; never a value. */
  reason: string;
}

/** Why a server refused a row, by names alone: what it says in words may repeat a value. */
export function reasonOf(error: unknown) {
  const constraint = constraintOf(error);
  return constraint === undefined ? `SQLSTATE:${codeOf(error)}` : `CONSTRAINT:${constraint}`;
}

/** The stable codes of a rejection. */
export function rejectionCodes({ isUnread, reason }: Rejection) {
  return [isUnread ? UNREADABLE : "REJECTED_BY_TARGET", reason];
}

export const UNREADABLE = "ROW_UNREADABLE";

/** What is done without in turn, when the rows of one person cannot come in: the least first. */
export function rejectionsInTurn(entities: SourceEntity[], isUnread: boolean): string[][] {
  const beside = entities
    .filter(({ kind }) => kind === "profile" || kind === "identity")
    .map(({ name }) => name);
  // Nothing is written for somebody whose user is quarantined, but all of it is read.
  const everything = isUnread ? entities.map(({ name }) => name) : ["user"];
  return [...beside.map((name) => [name]), ...(beside.length > 1 ? [beside] : []), everything];
}

/** The codes of what is done without of an entity, as SQL: an empty array for most. */
export function rejectedCodes(entity: string) {
  return `coalesce((SELECT j.codes FROM rejected_entities j WHERE j.entity = ${literal(entity)}), '{}')`;
}
