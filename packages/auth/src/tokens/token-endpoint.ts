import { errorResponse, tokenScope } from "@sundial/validators";
import { z } from "zod";
import type { AuthSession, PersonSession } from "../session-row.ts";
import type { TokenGrant } from "./access-token.ts";
import { BEARER_CHALLENGE, NO_STORE, refuseMethod } from "./answers.ts";
import { type Audiences, isAudience } from "./audiences.ts";
import type { Tokens } from "./tokens.ts";

interface TokenEndpoint {
  tokens: Pick<Tokens, "issue" | "audiences">;
  getSession: (headers: Headers) => Promise<AuthSession | null>;
  /** Writes the audit event; without it, no token is issued. */
  record: (
    session: PersonSession,
    headers: Headers,
    issued: TokenGrant & { jti: string },
  ) => Promise<void>;
}

/**
 * `/api/auth/token`: an access token for the person of the session cookie, else 401. A token can't
 * get another token, so none can extend itself. It has the requested `audience` (by default the
 * services' shared one) and `scope` (by default "read"); others are 400.
 */
export async function serveToken(
  { tokens, getSession, record }: TokenEndpoint,
  request: Request,
): Promise<Response> {
  const refused = refuseMethod(request, ["GET", "POST"]);
  if (refused !== null) return refused;
  const session = await getSession(request.headers);
  if (session?.kind !== "user" || session.credential !== "session") {
    return errorResponse(
      { error: "Please sign in.", code: "UNAUTHORIZED" },
      {
        headers: {
          "www-authenticate": BEARER_CHALLENGE,
        },
      },
    );
  }
  const grant = await readGrant(tokens.audiences, request);
  if (grant === null) {
    return errorResponse({
      error: "Ask for one audience that is configured here, and for the scope “read” or “write”.",
      code: "INVALID_INPUT",
    });
  }
  const { token, jti, expiresAt } = await tokens.issue(session, grant);
  await record(session, request.headers, { ...grant, jti });
  return Response.json({ token, tokenType: "Bearer", expiresAt, ...grant }, { headers: NO_STORE });
}

/** The requested grant, from the query string or a JSON body; null for anything else. */
async function readGrant(audiences: Audiences, request: Request): Promise<TokenGrant | null> {
  const asked = z.strictObject({
    audience: z
      .string()
      .refine((audience) => isAudience(audiences, audience))
      .default(audiences.common),
    scope: tokenScope.default("read"),
  });
  const pairs = [...new URL(request.url).searchParams, ...Object.entries(await bodyOf(request))];
  // Repeated parameters are ambiguous.
  if (new Set(pairs.map(([name]) => name)).size < pairs.length) return null;
  return asked.safeParse(Object.fromEntries(pairs)).data ?? null;
}

/** An unknown member stands for an unreadable body. */
async function bodyOf(request: Request): Promise<Record<string, unknown>> {
  const text = await request.text();
  if (text === "") return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    return { unreadable: true };
  }
}
