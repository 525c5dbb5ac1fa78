import type { Operation } from "@trpc/client";
import { isRecord } from "./error.ts";

/** The mutations that take an idempotency key. A test compares them with the API's contracts. */
export const KEYED = [
  "actionItem.add",
  "calendar.createFeed",
  "feedback.send",
  "goal.add",
  "invitation.resend",
  "invitation.send",
  "mentorApplication.submit",
  "misuseReport.submit",
  "officeSession.book",
  "officeSession.bookFollowUp",
  "officeSession.bookOnBehalf",
  "personalAccessToken.create",
  "profile.create",
  "reliability.object",
  "serviceAccount.create",
  "serviceAccount.rotateKey",
  "sessionSeries.book",
  "sessionSeries.bookOnBehalf",
  "staffNote.add",
  "webhook.create",
  "webhook.rotateSecret",
  "webhook.sendTest",
];

/** The same call with a key, if it takes one. Retries send the same key, so it is carried out once. */
export function withKey(op: Operation): Operation {
  // A call may leave out an input without required fields.
  const input = op.input ?? {};
  if (!KEYED.includes(op.path) || !isRecord(input)) return op;
  const idempotencyKey = input.idempotencyKey ?? crypto.randomUUID();
  return { ...op, input: { ...input, idempotencyKey } };
}

/** Whether sending the call again can't carry it out twice. */
export function isRepeatable({ type, input }: Operation): boolean {
  return type === "query" || (isRecord(input) && typeof input.idempotencyKey === "string");
}
