import { codeOf, constraintOf } from "../error-code.ts";
import { literal } from "../sql.ts";
import type { SourceEntity } from "./staging.ts";
import { isHeadKind } from "./written.ts";

/** Rows of one entity that a scope must leave out, and why. */
export interface Rejection {
  entity: string;
  /** Only their keys are read, because a value can't be read or converted. */
  isUnread: boolean;
  /** The violated constraint, or the server's error code; never a value. */
  reason: string;
}

/** Why a server rejected a row, by names only, because its message may repeat a value. */
export function reasonOf(error: unknown) {
  const constraint = constraintOf(error);
  return constraint === undefined ? `SQLSTATE:${codeOf(error)}` : `CONSTRAINT:${constraint}`;
}

/** The stable codes of a rejection. */
export function rejectionCodes({ isUnread, reason }: Rejection) {
  return [isUnread ? UNREADABLE : "REJECTED_BY_TARGET", reason];
}

export const UNREADABLE = "ROW_UNREADABLE";

/** What to leave out, step by step, if one person's rows can't be migrated: the least first. */
export function rejectionsInTurn(entities: SourceEntity[], isUnread: boolean): string[][] {
  const beside = entities
    .filter(({ kind }) => kind === "profile" || kind === "identity")
    .map(({ name }) => name);
  // Nothing is written for a quarantined user, but everything is read.
  const heads = entities.filter(({ kind }) => isHeadKind(kind));
  const everything = (isUnread ? entities : heads).map(({ name }) => name);
  return [...beside.map((name) => [name]), ...(beside.length > 1 ? [beside] : []), everything];
}

/** The codes of an entity's left-out rows, as SQL: usually an empty array. */
export function rejectedCodes(entity: string) {
  return `coalesce((SELECT j.codes FROM rejected_entities j WHERE j.entity = ${literal(entity)}), '{}')`;
}
