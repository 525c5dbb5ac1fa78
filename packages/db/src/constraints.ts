import { errorChain, sqlState } from "./driver-failure.ts";

/** Exclusion, unique and check constraints. */
const VIOLATIONS = ["23P01", "23505", "23514"];
/** Serialization failure and deadlock. */
const CONFLICTS = ["40001", "40P01"];

/**
 * The name of the exclusion, unique or check constraint a statement violated, as in the database;
 * null for any other error. Works the same for both drivers, for model queries and for raw SQL.
 */
export function constraintViolated(error: unknown): string | null {
  const state = sqlState(error);
  if (state === null || !VIOLATIONS.includes(state)) return null;
  for (const link of errorChain(error)) {
    if (typeof link.constraint === "string") return link.constraint;
    if (typeof link.originalMessage === "string") return lastQuoted(link.originalMessage);
  }
  return null;
}

/**
 * Whether two transactions conflicted, which means that running the whole transaction again may
 * succeed. Nothing was saved.
 */
export function isRetryableConflict(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== null && CONFLICTS.includes(state)) return true;
  return errorChain(error).some(({ code }) => code === "P2034");
}

/** The server ends such a message with the constraint, quoted in the style of its language. */
function lastQuoted(message: string) {
  return [...message.matchAll(/["«»„“”]([^"«»„“”]+)["«»„“”]/g)].at(-1)?.[1] ?? null;
}
