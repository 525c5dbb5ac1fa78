import { beside, type DatabaseFailure, databaseFailure, hasWritten } from "@sundial/db";
import {
  DATABASE_TROUBLE,
  DomainError,
  errorResponse,
  INTERNAL_ISSUE,
  toWire,
} from "@sundial/validators";

export const NO_STORE = { "cache-control": "no-store" };

/**
 * The challenge of every 401 for bearers (RFC 6750, section 3): one sentence, whatever is wrong.
 */
export const BEARER_CHALLENGE = 'Bearer error="invalid_token"';

/** Null if the method is one of these; otherwise a 405. */
export function refuseMethod(request: Request, allowed: readonly string[]): Response | null {
  if (allowed.includes(request.method)) return null;
  return errorResponse(
    { error: "This URL doesn't support that method.", code: "BAD_REQUEST" },
    { status: 405, headers: { allow: allowed.join(", ") } },
  );
}

/** Room for a token and its field's name, which is all that is useful in such a form. */
const MAX_FORM_LENGTH = 4096;

/** The one `token` of a form, or the answer to a request without it. */
export async function tokenInForm(request: Request): Promise<string | Response> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") {
    return errorResponse({ error: "Send a form.", code: "BAD_REQUEST" }, { status: 415 });
  }
  const body = await request.text();
  if (body.length > MAX_FORM_LENGTH) {
    return errorResponse({ error: "The request is too large.", code: "PAYLOAD_TOO_LARGE" });
  }
  const [token, ...more] = new URLSearchParams(body).getAll("token");
  if (!token || more.length > 0) {
    return errorResponse({ error: "Send one token.", code: "INVALID_INPUT" });
  }
  return token;
}

export type FailureLog = (fields: { err: unknown }, message: string) => void;

/**
 * Answers with the errors that services throw. Any other failure is ours: it gets the same shape,
 * and its cause goes to the log. If something was already saved, trouble with the database leaves
 * the outcome open.
 */
export function orFailure(
  logFailure: FailureLog,
  serve: () => Promise<Response>,
): Promise<Response> {
  return beside(async () => {
    try {
      return await serve();
    } catch (error) {
      if (error instanceof DomainError) return errorResponse(toWire(error));
      logFailure({ err: error }, "an identity endpoint failed");
      const failure = databaseFailure(error);
      if (failure === null) return errorResponse({ error: INTERNAL_ISSUE, code: "INTERNAL" });
      return databaseRefusal(hasWritten() ? "OUTCOME_UNKNOWN" : failure);
    }
  });
}

/** The answer while the database has problems. */
export function databaseRefusal(failure: DatabaseFailure): Response {
  return errorResponse({ error: DATABASE_TROUBLE[failure], code: failure });
}
