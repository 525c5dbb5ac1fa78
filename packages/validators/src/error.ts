import { z } from "zod";

/**
 * Every code our answers can have; clients may rely on them. With any DATABASE_… code, nothing was
 * saved. After OUTCOME_UNKNOWN, it may have been saved: retry with the same key.
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
  "FEEDBACK_CLOSED",
  "FEEDBACK_SENT",
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
  "LAST_WAY_IN",
  "LIMIT_REACHED",
  "MENTEE_BUSY",
  "NAME_TAKEN",
  "NOT_FOUND",
  "NUDGED_RECENTLY",
  "OUTCOME_UNKNOWN",
  "PARTY_INACTIVE",
  "PASSWORD_RESET_REQUIRED",
  "PAYLOAD_TOO_LARGE",
  "PROFILE_EXISTS",
  "PROFILE_REQUIRED",
  "PROVIDER_REQUIRED",
  "RECENT_SIGN_IN_REQUIRED",
  "SECOND_FACTOR_LOST",
  "SECOND_FACTOR_REQUIRED",
  "SERIES_UNAVAILABLE",
  "SERVER_BUSY",
  "SIGN_UP_CLOSED",
  "SLOT_NOT_OFFERED",
  "SLOT_TAKEN",
  "SLOT_UNAVAILABLE",
  "STALE_VERSION",
  "TOO_MANY_REQUESTS",
  "UNAUTHORIZED",
]);
export type ErrorCode = z.infer<typeof errorCode>;

/** The HTTP status of each code. */
const STATUS: Record<ErrorCode, number> = {
  ACCOUNT_INACTIVE: 403,
  ACCOUNT_SUSPENDED: 403,
  BAD_REQUEST: 400,
  DATABASE_FULL: 503,
  DATABASE_READ_ONLY: 503,
  DATABASE_TIMEOUT: 503,
  DATABASE_UNAVAILABLE: 503,
  EMAIL_NOT_VERIFIED: 403,
  FEEDBACK_CLOSED: 409,
  FEEDBACK_SENT: 409,
  FORBIDDEN: 403,
  HAS_FUTURE_SESSIONS: 409,
  IDEMPOTENCY_MISMATCH: 409,
  INTERNAL: 500,
  INVALID_CODE: 401,
  INVALID_CREDENTIALS: 401,
  INVALID_INPUT: 400,
  INVALID_LINK: 400,
  INVALID_TRANSITION: 409,
  LAST_ADMIN: 409,
  LAST_WAY_IN: 409,
  LIMIT_REACHED: 409,
  MENTEE_BUSY: 409,
  NAME_TAKEN: 409,
  NOT_FOUND: 404,
  NUDGED_RECENTLY: 409,
  OUTCOME_UNKNOWN: 503,
  PARTY_INACTIVE: 409,
  PASSWORD_RESET_REQUIRED: 403,
  PAYLOAD_TOO_LARGE: 413,
  PROFILE_EXISTS: 409,
  PROFILE_REQUIRED: 409,
  PROVIDER_REQUIRED: 403,
  RECENT_SIGN_IN_REQUIRED: 403,
  SECOND_FACTOR_LOST: 403,
  SECOND_FACTOR_REQUIRED: 401,
  SERIES_UNAVAILABLE: 409,
  SERVER_BUSY: 503,
  SIGN_UP_CLOSED: 403,
  SLOT_NOT_OFFERED: 422,
  SLOT_TAKEN: 409,
  SLOT_UNAVAILABLE: 409,
  STALE_VERSION: 409,
  TOO_MANY_REQUESTS: 429,
  UNAUTHORIZED: 401,
};

export function statusOf(code: ErrorCode): number {
  return STATUS[code];
}

/** The code for a library's error when only its status is known. */
export function codeOf(status: number): ErrorCode {
  if (status >= 500) return "INTERNAL";
  return GENERIC.find((code) => STATUS[code] === status) ?? "BAD_REQUEST";
}

const GENERIC: readonly ErrorCode[] = [
  "UNAUTHORIZED",
  "FORBIDDEN",
  "NOT_FOUND",
  "PAYLOAD_TOO_LARGE",
  "TOO_MANY_REQUESTS",
];

/**
 * The error that services throw: a stable code for programs, a sentence for people, and details for
 * both.
 */
export class DomainError extends Error {
  override readonly name = "DomainError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details?: unknown,
  ) {
    super(message);
  }
}

/** The shape of every error on the wire: tRPC's error data, auth and health alike. */
export const wireError = z.object({
  /** For people. */
  error: z.string(),
  /** For programs. */
  code: errorCode.optional().catch(undefined),
  details: z.unknown().optional(),
  /** Included in answers that hide their cause, and in the server's log. */
  requestId: z.string().optional(),
});
export type WireError = z.infer<typeof wireError>;

/** The message for a fault on our side; only the log has its cause. */
export const INTERNAL_ISSUE = "Something went wrong on our side.";

/** A domain error in its wire format. */
export function toWire({ message, code, details }: DomainError) {
  return { error: message, code, details } satisfies WireError;
}

/**
 * Answers a request with an error. The status is the code's, unless HTTP has a closer one for what
 * is wrong with the request itself. No cache stores it.
 */
export function errorResponse(
  error: WireError & { code: ErrorCode },
  { status = statusOf(error.code), headers = {} }: ErrorResponseInit = {},
): Response {
  return new Response(wireText(error), {
    status,
    headers: {
      "content-type": "application/json",
      "cache-control": "private, no-store",
      ...headers,
    },
  });
}

export function wireText(error: WireError): string {
  return JSON.stringify(error);
}

interface ErrorResponseInit {
  status?: number;
  headers?: Record<string, string>;
}

/** `details` of INVALID_INPUT: which field, and how to fix it. */
export const inputIssues = z.array(
  z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() }),
);
export type InputIssues = z.infer<typeof inputIssues>;

/** `details` of a slot that could not be booked. */
export const slotConflict = z.object({
  reasons: z.array(z.string()).default([]),
  /** Up to three open starts near the requested one. */
  alternatives: z.array(z.date()).default([]),
});
export type SlotConflict = z.infer<typeof slotConflict>;

/** `details` of a series that could not be booked: each session that can't, and why. */
export const seriesConflict = z.object({
  occurrences: z
    .array(
      z.object({
        startsAt: z.date(),
        reasons: z.array(z.string()),
        /** Up to three open starts near this one. */
        alternatives: z.array(z.date()),
      }),
    )
    .default([]),
});
export type SeriesConflict = z.infer<typeof seriesConflict>;

/** The message and code of an answer while the database has problems. Each one is a 503. */
export const DATABASE_TROUBLE = {
  DATABASE_FULL: "The database is full, so nothing was saved. Contact your program manager.",
  DATABASE_READ_ONLY: "The database is read-only right now, so nothing was saved. Try again later.",
  DATABASE_TIMEOUT: "That took too long, so nothing was saved. Try again in a moment.",
  DATABASE_UNAVAILABLE: "The database isn’t responding. Try again in a moment.",
  OUTCOME_UNKNOWN:
    "We lost the database while saving, so this may or may not have been saved. Check before you try again.",
} satisfies Partial<Record<ErrorCode, string>>;
