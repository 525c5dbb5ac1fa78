import type { Db } from "@sundial/db";
import { HOUR } from "@sundial/validators/durations";
import { type PersonSession, personColumns, sessionRow } from "../session-row.ts";
import { digestOf, newOpaqueToken } from "./opaque-token.ts";

const PREFIX = "sundial_pat_";

export const newPersonalAccessToken = () => newOpaqueToken(PREFIX);

export const isPersonalAccessToken = (token: string) => token.startsWith(PREFIX);

/**
 * The owner of a personal access token with its permissions. Null when it is unknown, revoked,
 * expired, older than the owner's current epoch, or its owner is suspended. One statement; nothing
 * is cached.
 */
export async function findPersonalAccessToken(
  { db, now }: { db: Db; now: () => Date },
  token: string,
): Promise<PersonSession | null> {
  const at = now();
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 'personal_access_token' AS credential, t.id::text AS "credentialId",
           t.permissions, t.expires_at AS "expiresAt",
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
