import type { Db } from "@sundial/db";
import { DAY } from "@sundial/validators/durations";
import type { AuthSession, PersonSession } from "../session-row.ts";
import { issueAccessToken, type TokenGrant, verifyAccessToken } from "./access-token.ts";
import { audiencesOf, audiencesOfService } from "./audiences.ts";
import { findPersonalAccessToken, isPersonalAccessToken } from "./personal-access-token.ts";
import { findServiceAccount, isServiceAccountKey } from "./service-account-key.ts";
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
    issue: (session: PersonSession, grant: TokenGrant) => issueAccessToken(tokens, session, grant),
    /**
     * A token's claims for this service and its person now; null if the token isn't meant for it.
     */
    verifyFor: (service: string, token: string) =>
      verifyAccessToken(tokens, token, audiencesOfService(audiences, service)),
    /**
     * Whose bearer token for our API this is: a signed or personal token's person, a key's service
     * account, or nobody's. `ip` is where it comes from.
     */
    ownerOf: async (token: string, ip: string | null): Promise<AuthSession | null> => {
      if (isPersonalAccessToken(token)) return findPersonalAccessToken(tokens, token);
      if (isServiceAccountKey(token)) return findServiceAccount(tokens, token, ip);
      return (await verifyAccessToken(tokens, token, [audiences.api]))?.session ?? null;
    },
  };
}
