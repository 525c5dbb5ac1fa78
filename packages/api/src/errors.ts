import { type DatabaseFailure, databaseFailure, hasWritten } from "@sundial/db";
import {
  codeOf,
  DATABASE_TROUBLE,
  DomainError,
  type ErrorCode,
  INTERNAL_ISSUE,
  type InputIssues,
  statusOf,
  toWire,
  type WireError,
} from "@sundial/validators";
import { TRPCError, type TRPCProcedureType } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { ZodError } from "zod";

type TransportCode = TRPCError["code"];

/** tRPC's names for the statuses of our codes. */
const TRANSPORT: Readonly<Record<number, TransportCode>> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "CONFLICT",
  413: "PAYLOAD_TOO_LARGE",
  422: "UNPROCESSABLE_CONTENT",
  429: "TOO_MANY_REQUESTS",
  503: "SERVICE_UNAVAILABLE",
};

const transportOf = (code: ErrorCode) => TRANSPORT[statusOf(code)] ?? "INTERNAL_SERVER_ERROR";

/** The same answer for a row that doesn't exist and one that isn't visible to this person. */
export function notFound() {
  return new DomainError("NOT_FOUND", "This doesn't exist, or you don't have access to it.");
}

/**
 * Gives a failed procedure its transport code. Unknown errors stay INTERNAL. If something was
 * already saved, trouble with the database leaves the outcome open, except for reads.
 */
export function transportError(error: TRPCError, type: TRPCProcedureType): TRPCError {
  const { cause } = error;
  if (cause instanceof DomainError) {
    return new TRPCError({ code: transportOf(cause.code), message: cause.message, cause });
  }
  const trouble = cause === undefined ? null : databaseFailure(cause);
  if (trouble === null) return error;
  const isRead = type === "query";
  const code = !isRead && hasWritten() ? "OUTCOME_UNKNOWN" : trouble;
  return new TRPCError({
    code: transportOf(code),
    message: cause instanceof Error ? cause.message : code,
    cause: new DatabaseTrouble(
      isRead && code === "OUTCOME_UNKNOWN" ? "DATABASE_UNAVAILABLE" : code,
      cause,
    ),
  });
}

/** The wire format of an error: never a stack, SQL text or the message of an unknown error. */
export function toWireError(
  error: TRPCError,
  requestId: string | undefined,
): WireError & { code: ErrorCode } {
  const { cause } = error;
  if (cause instanceof DomainError) {
    return toWire(cause);
  }
  if (cause instanceof ZodError) {
    return {
      error: "Some fields aren't valid. Check the marked fields.",
      code: "INVALID_INPUT",
      details: inputIssues(cause),
    };
  }
  if (cause instanceof DatabaseTrouble) {
    return { error: DATABASE_TROUBLE[cause.code], code: cause.code, requestId };
  }
  const code = codeOf(getHTTPStatusCodeFromError(error));
  if (code === "INTERNAL") {
    return { error: INTERNAL_ISSUE, code, requestId };
  }
  return {
    error: REFUSALS[code] ?? "The request isn't valid. Check its URL, headers and body.",
    code,
  };
}

/** A database failure as callers see it; the log has its cause. */
class DatabaseTrouble extends Error {
  constructor(
    readonly code: DatabaseFailure,
    override readonly cause: unknown,
  ) {
    super(DATABASE_TROUBLE[code], { cause });
  }
}

const REFUSALS: Partial<Record<ErrorCode, string>> = {
  NOT_FOUND: "This procedure doesn't exist.",
  UNAUTHORIZED: "Please sign in.",
  PAYLOAD_TOO_LARGE: "The request is too large. Send at most 256 KB.",
};

function inputIssues(error: ZodError): InputIssues {
  return error.issues.map(({ path, message }) => ({
    path: path.map((step) => (typeof step === "symbol" ? String(step) : step)),
    message,
  }));
}
