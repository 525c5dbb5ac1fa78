import { z } from "zod";

/**
 * Every code an answer of ours may carry; clients may rely on them. With any DATABASE_… nothing was
 * saved; after OUTCOME_UNKNOWN it may have been: ask again with the same key.
 */
export const errorCode = z.enum([
  "ACCOUNT_INACTIVE",
  "ACCOUNT_SUSPENDED",
  "BAD_REQUEST",
  "DATABASE_FULL",
  "DATABASE_READ_ONLY",
  "DATABASE_TIMEOUT",
  "DATABASE_UNAVAILABLE",
  "EMAIL_NOT_VERIFIED",
  "FORBIDDEN",
  "HAS_FUTURE_SESSIONS",
  "IDEMPOTENCY_MISMATCH",
  "INTERNAL",
  "INVALID_CODE",
  "INVALID_CREDENTIALS",
  "INVALID_INPUT",
  "INVALID_LINK",
  "INVALID_TRANSITION",
  "LAST_ADMIN",
  "LIMIT_REACHED",
  "MENTEE_BUSY",
  "NOT_FOUND",
  "OUTCOME_UNKNOWN",
  "PARTY_INACTIVE",
  "PASSWORD_RESET_REQUIRED",
  "PAYLOAD_TOO_LARGE",
  "PROFILE_EXISTS",
  "PROFILE_REQUIRED",
  "SECOND_FACTOR_LOST",
  "SECOND_FACTOR_REQUIRED",
  "SERVER_BUSY",
  "SLOT_NOT_OFFERED",
  "SLOT_TAKEN",
  "SLOT_UNAVAILABLE",
  "STALE_VERSION",
  "TOO_MANY_REQUESTS",
  "UNAUTHORIZED",
]);
export type ErrorCode = z.infer<typeof errorCode>;

/** The shape of every error on the wire: tRPC's error data, auth and health alike. */
export const wireError = z.object({
  /** For people. */
  error: z.string(),
  /** For programs. */
  code: errorCode.optional().catch(undefined),
  details: z.unknown().optional(),
  /** Named in answers that hide their cause, and in the server's log. */
  requestId: z.string().optional(),
});
export type WireError = z.infer<typeof wireError>;

/** `details` of INVALID_INPUT: which field, and what to do about it. */
export const inputIssues = z.array(
  z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }),
);
export type InputIssues = z.infer<typeof inputIssues>;

/** `details` of a slot that could not be booked. */
export const slotConflict = z.object({
  reasons: z.array(z.string()).default([]),
  /** Up to three open starts near the one asked for. */
  alternatives: z.array(z.date()).default([]),
});
export type SlotConflict = z.infer<typeof slotConflict>;

/** What an answer says, and how it travels, while the database is ill. Every one is a 503. */
export const DATABASE_TROUBLE = {
  DATABASE_FULL: "The database has no room left, so nothing was saved.",
  DATABASE_READ_ONLY: "The database takes no changes right now, so nothing was saved.",
  DATABASE_TIMEOUT: "That took too long, so nothing was saved. Please try again in a moment.",
  DATABASE_UNAVAILABLE: "The database isn’t responding. Please try again in a moment.",
  OUTCOME_UNKNOWN:
    "We lost the database while saving, so this may or may not have been saved. Check before you try again.",
} satisfies Partial<Record<ErrorCode, string>>;
