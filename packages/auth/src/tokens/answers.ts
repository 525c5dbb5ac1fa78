import { beside, type DatabaseFailure, databaseFailure, hasWritten } from "@sundial/db";
import { DATABASE_TROUBLE, type WireError } from "@sundial/validators";

export const NO_STORE = { "cache-control": "no-store" };

/** What every 401 says to a bearer (RFC 6750, section 3): one sentence, whatever was wrong. */
export const BEARER_CHALLENGE = 'Bearer error="invalid_token"';

export function refusal(
  status: number,
  code: WireError["code"],
  error: string,
  headers: Record<string, string> = {},
): Response {
  const body: WireError = { error, code };
  return Response.json(body, { status, headers: { ...NO_STORE, ...headers } });
}

/** Null when the method is one of these, else 405. */
export function refuseMethod(request: Request, allowed: readonly string[]): Response | null {
  if (allowed.includes(request.method)) return null;
  return refusal(405, "BAD_REQUEST", "This address does not answer that method.", {
    allow: allowed.join(", "),
  });
}

/** Says what went wrong, to whoever reads the log. */
export type FailureLog = (fields: { err: unknown }, message: string) => void;

/**
 * Gives our own failures the shape of all others; what happened goes to the log. After something was
 * saved, what goes wrong with the database leaves the outcome open.
 */
export function orFailure(
  logFailure: FailureLog,
  serve: () => Promise<Response>,
): Promise<Response> {
  return beside(async () => {
    try {
      return await serve();
    } catch (error) {
      logFailure({ err: error }, "an identity endpoint failed");
      const failure = databaseFailure(error);
      if (failure === null) return refusal(500, "INTERNAL", "Something went wrong on our side.");
      return databaseRefusal(hasWritten() ? "OUTCOME_UNKNOWN" : failure);
    }
  });
}

/** The answer while the database is ill. */
export function databaseRefusal(failure: DatabaseFailure): Response {
  return refusal(503, failure, DATABASE_TROUBLE[failure]);
}
