import type { Db, DbTransaction } from "@sundial/db";
import type { AuthSession } from "../session-row.ts";
import { issueAccessToken, verifyAccessToken } from "./access-token.ts";
import { findPersonalAccessToken, isPersonalAccessToken } from "./personal-access-token.ts";
import { createSigningKeys, type KeyEvent } from "./signing-keys.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What may be configured; all times in milliseconds. */
export interface TokenOptions {
  /** Who the tokens are for: exactly one, which every verifier must expect. */
  audience?: string;
  tokenLifetimeMs?: number;
  publishBeforeMs?: number;
  rotateEveryMs?: number;
  now?: () => Date;
  /** Writes the audit event of a change of keys, in the transaction it is given. */
  audit?: (tx: DbTransaction, event: KeyEvent) => Promise<void>;
}

interface RequiredOptions extends TokenOptions {
  db: Db;
  secret: string;
  /** The site's address. */
  issuer: string;
}

export type Tokens = ReturnType<typeof createTokens>;

/** Access tokens, the keys that sign them, and what a bearer header says. */
export function createTokens(options: RequiredOptions) {
  const { db, secret, issuer, audit = async () => {}, now = () => new Date() } = options;
  const tokenLifetimeMs = options.tokenLifetimeMs ?? 7 * DAY_MS;
  const keys = createSigningKeys({
    db,
    secret,
    now,
    audit,
    tokenLifetimeMs,
    publishBeforeMs: options.publishBeforeMs ?? DAY_MS,
    rotateEveryMs: options.rotateEveryMs ?? 90 * DAY_MS,
  });
  const tokens = {
    db,
    keys,
    issuer,
    audience: options.audience ?? "sundial",
    tokenLifetimeMs,
    now,
  };
  return {
    keys,
    issue: (session: AuthSession) => issueAccessToken(tokens, session),
    verify: (token: string) => verifyAccessToken(tokens, token),
    /** Who a bearer token speaks for now, be it signed or a script's; or null. */
    personOf: async (token: string): Promise<AuthSession | null> =>
      isPersonalAccessToken(token)
        ? findPersonalAccessToken(tokens, token)
        : ((await verifyAccessToken(tokens, token))?.session ?? null),
  };
}
