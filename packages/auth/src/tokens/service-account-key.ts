import type { Db } from "@sundial/db";
import { HOUR, MINUTE } from "@sundial/validators/durations";
import { type ServiceSession, serviceRow } from "../session-row.ts";
import { digestOf, newOpaqueToken } from "./opaque-token.ts";

const PREFIX = "sundial_svc_";

export const newServiceAccountKey = () => newOpaqueToken(PREFIX);

export const isServiceAccountKey = (token: string) => token.startsWith(PREFIX);

/**
 * The service account of a key. Null when the key is unknown or expired, or the account has ended.
 * One statement; nothing is cached. `ip` is where the request comes from.
 */
export async function findServiceAccount(
  { db, now }: { db: Db; now: () => Date },
  key: string,
  ip: string | null,
): Promise<ServiceSession | null> {
  const at = now();
  const rows = await db.$queryRaw<unknown[]>`
    SELECT a.id::text AS id, a.name, a.permissions, k.id::text AS "credentialId",
           k.expires_at AS "expiresAt", k.last_used_at AS "lastUsedAt",
           k.last_used_from AS "lastUsedFrom"
      FROM service_account_keys k JOIN service_accounts a ON a.id = k.service_account_id
     WHERE k.key_hash = ${digestOf(key)} AND k.expires_at > ${at} AND a.ended_at IS NULL`;
  if (rows[0] === undefined) return null;
  const { lastUsedAt, lastUsedFrom, ...session } = keyRow.parse(rows[0]);
  const unrecorded = at.getTime() - (lastUsedAt?.getTime() ?? 0);
  if (unrecorded >= HOUR || (lastUsedFrom !== ip && unrecorded >= MINUTE)) {
    // updateMany, because it may be gone by now.
    await db.serviceAccountKey.updateMany({
      where: { id: session.credentialId },
      data: { lastUsedAt: at, lastUsedFrom: ip },
    });
  }
  return session;
}

const keyRow = serviceRow.extend({
  lastUsedAt: serviceRow.shape.expiresAt.nullable(),
  lastUsedFrom: serviceRow.shape.name.nullable(),
});
