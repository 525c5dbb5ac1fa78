import { randomUUID } from "node:crypto";
import type { Db } from "@sundial/db";
import { role, type TokenScope, tokenScope, userStatus } from "@sundial/validators";
import { jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { scopePermissions } from "../permissions.ts";
import { type PersonSession, personColumns, sessionRow } from "../session-row.ts";
import { ALGORITHM, CLOCK_SKEW_S, type SigningKeys } from "./signing-keys.ts";

/** RFC 9068: no other token of ours, and none made for another purpose, is an access token. */
const TYPE = "at+jwt";

/** Ours have about 850. */
const MAX_LENGTH = 2048;

/** Exactly these: no key, key URL or extension in a header is ever used. */
const header = z.strictObject({
  alg: z.literal(ALGORITHM),
  typ: z.literal(TYPE),
  // An RFC 7638 thumbprint: 256 bits.
  kid: z.string().regex(/^[\w-]{43}$/),
});

const claims = z.object({
  sub: z.string().min(1),
  role,
  status: userStatus,
  epoch: z.int().min(0),
  /** The session it was requested with; the token ends with it. */
  sid: z.string().min(1),
  iss: z.string(),
  /** A single string, because a list may name others, too. */
  aud: z.string(),
  /** What its bearer may do there. */
  scope: tokenScope,
  iat: z.int(),
  exp: z.int(),
  jti: z.string().min(1),
});

/** The claims of an access token. `iat` and `exp` are seconds since 1970. */
export type AccessTokenClaims = z.infer<typeof claims>;

export interface AccessTokenOptions {
  db: Db;
  keys: Pick<SigningKeys, "signing" | "publicKey">;
  issuer: string;
  tokenLifetimeMs: number;
  now: () => Date;
}

export interface TokenGrant {
  audience: string;
  scope: TokenScope;
}

/**
 * Issues a token for the person of a session, for one audience. It is valid as long as that
 * session, their status and epoch are.
 */
export async function issueAccessToken(
  options: AccessTokenOptions,
  session: PersonSession,
  { audience, scope }: TokenGrant,
) {
  const { kid, privateKey } = await options.keys.signing();
  const iat = Math.floor(options.now().getTime() / 1000);
  const exp = iat + Math.floor(options.tokenLifetimeMs / 1000);
  const jti = randomUUID();
  const payload: AccessTokenClaims = {
    sub: session.id,
    role: session.role,
    status: session.status,
    epoch: session.authEpoch,
    sid: session.credentialId,
    iss: options.issuer,
    aud: audience,
    scope,
    iat,
    exp,
    jti,
  };
  const token = await new SignJWT(payload)
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid })
    .sign(privateKey);
  return { token, jti, expiresAt: new Date(exp * 1000) };
}

/**
 * The person of an access token, as the database has them now, with the token's claims. Null for
 * any invalid token, including one for an audience that isn't in `audiences`. After the signature,
 * one statement checks that the key and the session are still valid, the person isn't suspended,
 * and the epoch is current. So a sign-out, a suspension or a removed key takes effect on the next
 * request.
 */
export async function verifyAccessToken(
  options: AccessTokenOptions,
  token: string,
  audiences: readonly string[],
): Promise<{ session: PersonSession; claims: AccessTokenClaims } | null> {
  const signed = await verifySignature(options, token, audiences);
  if (signed === null) return null;
  const { kid, claims } = signed;
  const at = options.now();
  const rows = await options.db.$queryRaw<unknown[]>`
    SELECT 'access_token' AS credential, s.id AS "credentialId", s.expires_at AS "expiresAt",
           ${personColumns}
      FROM sessions s JOIN users u ON u.id = s.user_id JOIN jwks k ON k.kid = ${kid}
     WHERE s.id = ${claims.sid} AND u.id = ${claims.sub} AND s.expires_at > now()
       AND u.status <> 'suspended' AND u.auth_epoch = ${claims.epoch}
       AND (k.expires_at IS NULL OR k.expires_at > ${at})`;
  if (rows[0] === undefined) return null;
  const permissions = [...scopePermissions[claims.scope]];
  return { session: { ...sessionRow.parse(rows[0]), permissions }, claims };
}

async function verifySignature(
  { keys, issuer, tokenLifetimeMs, now }: AccessTokenOptions,
  token: string,
  audiences: readonly string[],
) {
  const kid = keyIdOf(token);
  if (kid === null) return null;
  // Not caught: a failing database isn't the token's fault.
  const key = await keys.publicKey(kid);
  if (key === null) return null;
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [ALGORITHM],
      typ: TYPE,
      issuer,
      audience: [...audiences],
      clockTolerance: CLOCK_SKEW_S,
      // Also rejects tokens from the future.
      maxTokenAge: Math.floor(tokenLifetimeMs / 1000),
      currentDate: now(),
    });
    // Rejects a list of audiences, and a token without a scope.
    return { kid, claims: claims.parse(payload) };
  } catch {
    return null;
  }
}

/** The key that a well-formed token names; null for any other text. */
function keyIdOf(token: string): string | null {
  if (token.length > MAX_LENGTH) return null;
  const parts = token.split(".");
  if (parts.length !== 3 || !parts.every(isCanonical)) return null;
  try {
    return header.parse(JSON.parse(decoded(parts[0] ?? "").toString())).kid;
  } catch {
    return null;
  }
}

const decoded = (part: string) => Buffer.from(part, "base64url");

/** One text per signature: rejects unused bits at the end, padding and foreign characters. */
const isCanonical = (part: string) => part !== "" && decoded(part).toString("base64url") === part;
