import type { Operation } from "@trpc/client";
import { isRecord } from "./error.ts";

/** The mutations that take an idempotency key. A test compares them with the API's contracts. */
export const KEYED = [
  "officeSession.book",
  "officeSession.bookFollowUp",
  "officeSession.bookOnBehalf",
];

/** The same call with a key, if it takes one. Retries send the same key, so it is carried out once. */
export function withKey(op: Operation): Operation {
  if (!KEYED.includes(op.path) || !isRecord(op.input)) return op;
  const idempotencyKey = op.input.idempotencyKey ?? crypto.randomUUID();
  return { ...op, input: { ...op.input, idempotencyKey } };
}

/** Whether sending the call again can't carry it out twice. */
export function isRepeatable({ type, input }: Operation): boolean {
  return type === "query" || (isRecord(input) && typeof input.idempotencyKey === "string");
}
