import type { Db } from "@sundial/db";
import { DAY } from "@sundial/validators/durations";
import type { AuthSession } from "../session-row.ts";
import { issueAccessToken, type TokenGrant, verifyAccessToken } from "./access-token.ts";
import { audiencesOf, audiencesOfService } from "./audiences.ts";
import { findPersonalAccessToken, isPersonalAccessToken } from "./personal-access-token.ts";
import { createSigningKeys } from "./signing-keys.ts";

/** Token settings; all times in milliseconds. */
export interface TokenOptions {
  /** The services' shared audience. */
  audience?: string;
  /** Names of services with their own audience. */
  services?: readonly string[];
  tokenLifetimeMs?: number;
  publishBeforeMs?: number;
  rotateEveryMs?: number;
  now?: () => Date;
}

interface RequiredOptions extends TokenOptions {
  db: Db;
  secret: string;
  issuer: string;
}

export type Tokens = ReturnType<typeof createTokens>;

/** Access tokens, the keys that sign them, and the reader of bearer headers. */
export function createTokens(options: RequiredOptions) {
  const { db, secret, issuer, now = () => new Date() } = options;
  const tokenLifetimeMs = options.tokenLifetimeMs ?? 7 * DAY;
  const keys = createSigningKeys({
    db,
    secret,
    now,
    tokenLifetimeMs,
    publishBeforeMs: options.publishBeforeMs ?? DAY,
    rotateEveryMs: options.rotateEveryMs ?? 90 * DAY,
  });
  const audiences = audiencesOf(issuer, options);
  const tokens = { db, keys, issuer, tokenLifetimeMs, now };
  return {
    keys,
    audiences,
    issue: (session: AuthSession, grant: TokenGrant) => issueAccessToken(tokens, session, grant),
    /**
     * A token's claims for this service and its person now; null if the token isn't meant for it.
     */
    verifyFor: (service: string, token: string) =>
      verifyAccessToken(tokens, token, audiencesOfService(audiences, service)),
    /** The person of a bearer token for our API, whether signed or personal; or null. */
    personOf: async (token: string): Promise<AuthSession | null> =>
      isPersonalAccessToken(token)
        ? findPersonalAccessToken(tokens, token)
        : ((await verifyAccessToken(tokens, token, [audiences.api]))?.session ?? null),
  };
}
