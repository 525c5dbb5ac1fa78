import { createHash, randomBytes } from "node:crypto";
import type { Db } from "@sundial/db";
import { HOUR } from "@sundial/validators/durations";
import { type AuthSession, personColumns, sessionRow } from "../session-row.ts";

/** Tells people, and programs that scan for leaked secrets, what they have found. */
const PREFIX = "sundial_pat_";

/** Creates a token and the digest to store. 256 random bits need no slower hash. */
export function newPersonalAccessToken() {
  const token = `${PREFIX}${randomBytes(32).toString("base64url")}`;
  return { token, tokenHash: digestOf(token) };
}

export const isPersonalAccessToken = (token: string) => token.startsWith(PREFIX);

/**
 * The owner of a personal access token with its scope. Null when it is unknown, revoked, expired,
 * older than the owner's current epoch, or its owner is suspended. One statement; nothing is
 * cached.
 */
export async function findPersonalAccessToken(
  { db, now }: { db: Db; now: () => Date },
  token: string,
): Promise<AuthSession | null> {
  const at = now();
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 'personal_access_token' AS credential, t.id::text AS "credentialId",
           t.scope::text AS scope, t.expires_at AS "expiresAt",
           t.last_used_at AS "lastUsedAt", ${personColumns}
      FROM personal_access_tokens t JOIN users u ON u.id = t.user_id
     WHERE t.token_hash = ${digestOf(token)} AND t.revoked_at IS NULL AND t.expires_at > ${at}
       AND t.auth_epoch = u.auth_epoch AND u.status <> 'suspended'`;
  if (rows[0] === undefined) return null;
  const { lastUsedAt, ...session } = tokenRow.parse(rows[0]);
  if (lastUsedAt === null || at.getTime() - lastUsedAt.getTime() >= HOUR) {
    // updateMany, because it may be gone by now.
    await db.personalAccessToken.updateMany({
      where: { id: session.credentialId },
      data: { lastUsedAt: at },
    });
  }
  return session;
}

const tokenRow = sessionRow.extend({ lastUsedAt: sessionRow.shape.expiresAt.nullable() });

function digestOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
