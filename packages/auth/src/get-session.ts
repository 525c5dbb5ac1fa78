import type { Db } from "@sundial/db";
import { parseCookies } from "better-auth/cookies";
import { constantTimeEqual, makeSignature } from "better-auth/crypto";
import { sessionCookieName } from "./session-cookie.ts";
import { type AuthSession, personColumns, sessionRow } from "./session-row.ts";
import { bearerToken, MALFORMED } from "./tokens/bearer.ts";
import type { Tokens } from "./tokens/tokens.ts";

interface SessionOptions {
  db: Db;
  secret: string;
  baseURL: string;
  tokens: Pick<Tokens, "ownerOf">;
}

/**
 * Who sent a request, or null. Identifies the caller by a session cookie or a bearer token, and
 * nobody if both are present. `ip` is where the request comes from. One statement reads session,
 * user, status and epoch. It signs and writes nothing for a browser; prolongSession does that when
 * the browser asks. (Better Auth's own reader takes two queries and more work.) A suspended person
 * has no session.
 */
export async function getSession(
  { db, secret, baseURL, tokens }: SessionOptions,
  headers: Headers,
  ip: string | null = null,
): Promise<AuthSession | null> {
  const cookie = parseCookies(headers.get("cookie") ?? "").get(sessionCookieName(baseURL));
  const bearer = bearerToken(headers);
  if (bearer !== null) {
    return cookie === undefined && bearer !== MALFORMED ? tokens.ownerOf(bearer, ip) : null;
  }
  if (cookie === undefined) return null;
  const token = await verifiedToken(cookie, secret);
  if (token === null) return null;
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 'session' AS credential, s.id AS "credentialId", s.expires_at AS "expiresAt",
           ${personColumns}
      FROM sessions s JOIN users u ON u.id = s.user_id
     WHERE s.token = ${token} AND s.expires_at > now() AND u.status <> 'suspended'`;
  return rows[0] === undefined ? null : sessionRow.parse(rows[0]);
}

/** The cookie's value is `token.signature`; the signature is an HMAC-SHA-256 of the token. */
async function verifiedToken(cookie: string, secret: string): Promise<string | null> {
  const value = decoded(cookie);
  const dot = value.lastIndexOf(".");
  if (dot < 1) return null;
  const token = value.slice(0, dot);
  const expected = await makeSignature(token, secret);
  return constantTimeEqual(bytes(expected), bytes(value.slice(dot + 1))) ? token : null;
}

function decoded(cookie: string): string {
  try {
    return decodeURIComponent(cookie);
  } catch {
    return "";
  }
}

const bytes = (text: string) => new TextEncoder().encode(text);
