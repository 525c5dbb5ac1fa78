import { TRPCClientError } from "@trpc/client";
import type { ErrorDetails, ServerErrorCode, SundialRouter } from "./contract.ts";

/** What went wrong without an answer from Sundial. */
export type ClientErrorCode =
  /** The call's signal was aborted. */
  | "CANCELLED"
  /** There was no answer within `timeoutMs`. */
  | "DEADLINE_EXCEEDED"
  /** The answer isn't Sundial's, such as a proxy's page. */
  | "NOT_SUNDIAL"
  /** The function that gets the token failed. */
  | "NO_TOKEN"
  /** There is no connection, or it was lost. */
  | "UNREACHABLE";

export type SundialErrorCode = ServerErrorCode | ClientErrorCode;

type DetailsOf<Code> = Code extends keyof ErrorDetails ? ErrorDetails[Code] : unknown;

interface SundialErrorInit {
  code: string;
  message: string;
  details?: unknown;
  status?: number;
  requestId?: string;
  cause?: Error;
}

/** Every error that a call throws. The message is for people, the code for programs. */
export class SundialError extends TRPCClientError<SundialRouter> {
  override readonly name = "SundialError";
  /** One of `SundialErrorCode`, or a code that a newer server has added. */
  readonly code: SundialErrorCode | (string & {});
  /** Depends on the code; `isSundialError` knows its type. */
  readonly details: unknown;
  /** The HTTP status; undefined without an answer. */
  readonly status: number | undefined;
  /** The ID under which the server has logged the request, for some errors. */
  readonly requestId: string | undefined;

  constructor({ code, message, details, status, requestId, cause }: SundialErrorInit) {
    super(message, { cause });
    // tRPC's constructor sets its own.
    Object.setPrototypeOf(this, new.target.prototype);
    this.code = code;
    this.details = details;
    this.status = status;
    this.requestId = requestId;
  }
}

/** An error whose code is known, and so are its details. */
export type SundialErrorOf<Code extends SundialErrorCode> = SundialError & {
  readonly code: Code;
  readonly details: DetailsOf<Code>;
};

/**
 * Whether a call failed, and with which code. With a code, TypeScript knows the error's details:
 * `if (isSundialError(error, "SLOT_TAKEN")) suggest(error.details.alternatives)`.
 */
export function isSundialError(error: unknown): error is SundialError;
export function isSundialError<Code extends SundialErrorCode>(
  error: unknown,
  code: Code,
): error is SundialErrorOf<Code>;
export function isSundialError(error: unknown, code?: string): boolean {
  return error instanceof SundialError && (code === undefined || error.code === code);
}

/** Reads whatever tRPC's links report. `site` is for the message. */
export function toSundialError(error: unknown, site: string): SundialError {
  if (error instanceof SundialError) return error;
  const cause = error instanceof Error ? error : new Error(String(error));
  const { data, meta } = error instanceof TRPCClientError ? error : {};
  const status = meta?.response instanceof Response ? meta.response.status : undefined;
  // Procedures put the error into `data`; what answers before them, into the body itself.
  const wire = readWire(data) ?? readWire(meta?.responseJSON);
  if (wire !== null) return new SundialError({ ...wire, status, cause });
  if (causesOf(cause).some(({ name }) => name === "AbortError")) {
    return new SundialError({ code: "CANCELLED", message: "The call was cancelled.", cause });
  }
  return status === undefined ? unreachable(site, cause) : notSundial(site, { status, cause });
}

export function unreachable(site: string, cause: unknown): SundialError {
  const causes = causesOf(cause);
  const codes = causes.flatMap((one) => ("code" in one && one.code ? String(one.code) : []));
  const reason = codes.at(-1) ?? causes.at(-1)?.message ?? "no answer";
  return new SundialError({
    code: "UNREACHABLE",
    message: `${site} can't be reached (${reason}). Check the URL and your network.`,
    cause: causes[0],
  });
}

export function notSundial(
  site: string,
  { status, type, cause }: { status: number; type?: string; cause?: Error },
): SundialError {
  const answer = type ? `status ${status} and ${type}` : `status ${status}`;
  return new SundialError({
    code: "NOT_SUNDIAL",
    message: `${site} answered with ${answer}, which isn't Sundial's API. Check the URL, and any proxy on the way.`,
    status,
    cause,
  });
}

/** An error and what caused it: Node's fetch hides the reason, such as ECONNREFUSED, in there. */
function causesOf(error: unknown): Error[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [];
}

function readWire(data: unknown) {
  if (!isRecord(data) || typeof data.error !== "string" || typeof data.code !== "string") {
    return null;
  }
  const { error: message, code, details, requestId } = data;
  return {
    code,
    message,
    details,
    requestId: typeof requestId === "string" ? requestId : undefined,
  };
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
