import { type DatabaseFailure, databaseFailure, hasWritten } from "@sundial/db";
import {
  DATABASE_TROUBLE,
  type ErrorCode,
  type InputIssues,
  type WireError,
} from "@sundial/validators";
import { TRPCError, type TRPCProcedureType } from "@trpc/server";
import { ZodError } from "zod";

type TransportCode = TRPCError["code"];

/** How each of our codes travels; tRPC turns the transport code into the HTTP status. */
const TRANSPORT: Record<ErrorCode, TransportCode> = {
  ACCOUNT_INACTIVE: "FORBIDDEN",
  ACCOUNT_SUSPENDED: "FORBIDDEN",
  BAD_REQUEST: "BAD_REQUEST",
  DATABASE_FULL: "SERVICE_UNAVAILABLE",
  DATABASE_READ_ONLY: "SERVICE_UNAVAILABLE",
  DATABASE_TIMEOUT: "SERVICE_UNAVAILABLE",
  DATABASE_UNAVAILABLE: "SERVICE_UNAVAILABLE",
  EMAIL_NOT_VERIFIED: "FORBIDDEN",
  FORBIDDEN: "FORBIDDEN",
  HAS_FUTURE_SESSIONS: "CONFLICT",
  IDEMPOTENCY_MISMATCH: "CONFLICT",
  INTERNAL: "INTERNAL_SERVER_ERROR",
  INVALID_CODE: "UNAUTHORIZED",
  INVALID_CREDENTIALS: "UNAUTHORIZED",
  INVALID_INPUT: "BAD_REQUEST",
  INVALID_LINK: "BAD_REQUEST",
  INVALID_TRANSITION: "CONFLICT",
  LAST_ADMIN: "CONFLICT",
  LIMIT_REACHED: "CONFLICT",
  MENTEE_BUSY: "CONFLICT",
  NOT_FOUND: "NOT_FOUND",
  OUTCOME_UNKNOWN: "SERVICE_UNAVAILABLE",
  PARTY_INACTIVE: "CONFLICT",
  PASSWORD_RESET_REQUIRED: "FORBIDDEN",
  PAYLOAD_TOO_LARGE: "PAYLOAD_TOO_LARGE",
  PROFILE_EXISTS: "CONFLICT",
  PROFILE_REQUIRED: "CONFLICT",
  SECOND_FACTOR_LOST: "FORBIDDEN",
  SECOND_FACTOR_REQUIRED: "UNAUTHORIZED",
  SERVER_BUSY: "SERVICE_UNAVAILABLE",
  SLOT_NOT_OFFERED: "UNPROCESSABLE_CONTENT",
  SLOT_TAKEN: "CONFLICT",
  SLOT_UNAVAILABLE: "CONFLICT",
  STALE_VERSION: "CONFLICT",
  TOO_MANY_REQUESTS: "TOO_MANY_REQUESTS",
  UNAUTHORIZED: "UNAUTHORIZED",
};

/** tRPC's own refusals (no such procedure, unreadable body) under our codes. */
const CODE: Partial<Record<TransportCode, ErrorCode>> = {
  NOT_FOUND: "NOT_FOUND",
  UNAUTHORIZED: "UNAUTHORIZED",
  FORBIDDEN: "FORBIDDEN",
  PAYLOAD_TOO_LARGE: "PAYLOAD_TOO_LARGE",
  TOO_MANY_REQUESTS: "TOO_MANY_REQUESTS",
  INTERNAL_SERVER_ERROR: "INTERNAL",
};

/** What services throw: a stable code for programs, a sentence for people, details for either. */
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

/** The same answer whether a row does not exist or is not this person's to see. */
export function notFound() {
  return new DomainError("NOT_FOUND", "There is nothing here, or it is not yours to see.");
}

/**
 * Gives a failed procedure its transport code. Whatever is not ours stays INTERNAL. What goes wrong
 * with the database after something was saved leaves the outcome open, except when one only reads.
 */
export function transportError(error: TRPCError, type: TRPCProcedureType): TRPCError {
  const { cause } = error;
  if (cause instanceof DomainError) {
    return new TRPCError({ code: TRANSPORT[cause.code], message: cause.message, cause });
  }
  const trouble = cause === undefined ? null : databaseFailure(cause);
  if (trouble === null) return error;
  const isRead = type === "query";
  const code = !isRead && hasWritten() ? "OUTCOME_UNKNOWN" : trouble;
  return new TRPCError({
    code: TRANSPORT[code],
    message: cause instanceof Error ? cause.message : code,
    cause: new DatabaseTrouble(
      isRead && code === "OUTCOME_UNKNOWN" ? "DATABASE_UNAVAILABLE" : code,
      cause,
    ),
  });
}

/** What leaves the server for an error: never a stack, SQL text or the words of an unknown error. */
export function toWireError(error: TRPCError, requestId: string | undefined): WireError {
  const { cause } = error;
  if (cause instanceof DomainError) {
    return { error: cause.message, code: cause.code, details: cause.details };
  }
  if (cause instanceof ZodError) {
    return {
      error: "Some fields need another look.",
      code: "INVALID_INPUT",
      details: inputIssues(cause),
    };
  }
  if (cause instanceof DatabaseTrouble) {
    return { error: DATABASE_TROUBLE[cause.code], code: cause.code, requestId };
  }
  const code = CODE[error.code] ?? "BAD_REQUEST";
  if (code === "INTERNAL") {
    return { error: "Something went wrong on our side.", code, requestId };
  }
  return { error: REFUSALS[code] ?? "The request could not be read.", code };
}

/** A failure of the database as callers hear of it; the log has its cause. */
class DatabaseTrouble extends Error {
  constructor(
    readonly code: DatabaseFailure,
    override readonly cause: unknown,
  ) {
    super(DATABASE_TROUBLE[code], { cause });
  }
}

const REFUSALS: Partial<Record<ErrorCode, string>> = {
  NOT_FOUND: "There is no such procedure.",
  UNAUTHORIZED: "Please sign in.",
  PAYLOAD_TOO_LARGE: "The request is too large.",
};

function inputIssues(error: ZodError): InputIssues {
  return error.issues.map(({ path, message }) => ({
    path: path.map((step) => (typeof step === "symbol" ? String(step) : step)),
    message,
  }));
}
