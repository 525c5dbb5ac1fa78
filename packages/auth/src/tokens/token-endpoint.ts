import type { AuthSession } from "../session-row.ts";
import { BEARER_CHALLENGE, NO_STORE, refusal, refuseMethod } from "./answers.ts";
import type { Tokens } from "./tokens.ts";

interface TokenEndpoint {
  tokens: Pick<Tokens, "issue">;
  getSession: (headers: Headers) => Promise<AuthSession | null>;
  /** Writes the audit event, without which there is no token. */
  record: (session: AuthSession, headers: Headers) => Promise<void>;
}

/**
 * `/api/auth/token`: an access token for the person whose session cookie comes along, else 401. A
 * token gets no other token, so none can prolong itself.
 */
export async function serveToken({ tokens, getSession, record }: TokenEndpoint, request: Request) {
  const refused = refuseMethod(request, ["GET", "POST"]);
  if (refused !== null) return refused;
  const session = await getSession(request.headers);
  if (session?.credential !== "session") {
    return refusal(401, "UNAUTHORIZED", "Please sign in.", {
      "www-authenticate": BEARER_CHALLENGE,
    });
  }
  await record(session, request.headers);
  const { token, expiresAt } = await tokens.issue(session);
  return Response.json({ token, tokenType: "Bearer", expiresAt }, { headers: NO_STORE });
}
