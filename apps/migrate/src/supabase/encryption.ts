import { createDecipheriv, hkdfSync } from "node:crypto";
import type pg from "pg";
import { z } from "zod";
import { MigrationRefused } from "../refusal.ts";
import { isStrangeTime } from "../sql.ts";
import { READABLE_SECRET } from "./factors.ts";
import type { SupabaseLayout } from "./layout.ts";

/** A project's keys for the columns that it encrypts, by their ids. */
export type EncryptionKeys = ReadonlyMap<string, Buffer>;

/** Whether a column's text is encrypted: no hash and no secret begins like this. */
export const isEncrypted = (text: string) =>
  `(left(${text}, 1) = '{' AND ${text} LIKE '%"alg":"aes-gcm-hkdf"%')`;

const encryptedText = z.object({
  key_id: z.string().min(1),
  alg: z.literal("aes-gcm-hkdf"),
  data: z.base64(),
  nonce: z.base64(),
});

const TAG_BYTES = 16;

/**
 * What Supabase Auth encrypted for the row with this id, or null if it wasn't for this row, with one
 * of these keys, and unchanged since: AES-256-GCM under a key derived from the id by HKDF-SHA-256.
 */
export function decrypt(keys: EncryptionKeys, id: string, text: string): string | null {
  const parsed = encryptedText.safeParse(jsonOf(text));
  const key = parsed.success ? keys.get(parsed.data.key_id) : undefined;
  if (!parsed.success || key === undefined) return null;
  const data = Buffer.from(parsed.data.data, "base64");
  const rowKey = Buffer.from(hkdfSync("sha256", key, "", id, 32));
  try {
    const decipher = createDecipheriv(
      "aes-256-gcm",
      rowKey,
      Buffer.from(parsed.data.nonce, "base64"),
      { authTagLength: TAG_BYTES },
    ).setAuthTag(data.subarray(-TAG_BYTES));
    const decrypted = [decipher.update(data.subarray(0, -TAG_BYTES)), decipher.final()];
    return Buffer.concat(decrypted).toString();
  } catch {
    return null;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** If nothing of a key's first rows can be read, the key is another one. */
const TRIED = 5;

/**
 * Whether the source has encrypted columns.
 *
 * Errors: ENCRYPTION_KEY_MISSING when the key of one isn't known, ENCRYPTION_KEY_WRONG when a key
 * doesn't decrypt what it should.
 */
export async function requireEncryptionKeys(
  source: pg.ClientBase,
  { hasFactors }: SupabaseLayout,
  keys: EncryptionKeys,
): Promise<boolean> {
  const columns = ["SELECT id::text, encrypted_password::text AS value FROM auth.users"];
  if (hasFactors) columns.push("SELECT id::text, secret::text FROM auth.mfa_factors");
  const { rows } = await source.query<{ keyId: string | null; id: string; value: string }>(
    `SELECT "keyId", id, value FROM (
       SELECT e.*, row_number() OVER (PARTITION BY "keyId" ORDER BY id) AS n FROM (
         SELECT substring(c.value from '"key_id":"([^"]*)"') AS "keyId", c.id, c.value
         FROM (${columns.join(" UNION ALL ")}) c WHERE ${isEncrypted("c.value")}) e) t
     WHERE n <= ${TRIED}`,
  );
  for (const keyId of new Set(rows.map((row) => row.keyId ?? ""))) {
    const name = JSON.stringify(keyId.slice(0, 60));
    if (!keys.has(keyId)) {
      throw new MigrationRefused(
        "ENCRYPTION_KEY_MISSING",
        `the source encrypts columns with the key ${name}; set FROM_ENCRYPTION_KEYS to its GOTRUE_SECURITY_DB_ENCRYPTION_DECRYPTION_KEYS`,
      );
    }
    const tried = rows.filter((row) => row.keyId === keyId);
    if (tried.some(({ id, value }) => decrypt(keys, id, value) !== null)) continue;
    throw new MigrationRefused(
      "ENCRYPTION_KEY_WRONG",
      `the key ${name} in FROM_ENCRYPTION_KEYS doesn't decrypt the source's columns`,
    );
  }
  return rows.length > 0;
}

/**
 * Decrypts the encrypted columns among the staged rows of a session, within its transaction. What
 * can't be decrypted stays encrypted, which is no known hash and no readable secret.
 */
export async function decryptStaged(session: pg.ClientBase, keys: EncryptionKeys) {
  await decryptColumn(session, keys, { table: "staged_users", column: "password_hash" });
  await decryptColumn(session, keys, { table: "staged_factors", column: "secret" });
  // The source took them for authenticator apps that arrive.
  await session.query(
    `UPDATE staged_users u SET second_factor = CASE WHEN EXISTS (
         SELECT FROM staged_factors f WHERE f.owner = u.owner AND f.type = 'totp' AND f.status = 'verified'
           AND f.secret ~ '${READABLE_SECRET}'
           AND NOT coalesce(${isStrangeTime(["f.created_at", "f.updated_at"])}, false)) THEN 'totp' ELSE 'other' END
     WHERE u.second_factor = 'totp'
       AND u.owner IN (SELECT owner FROM staged_factors WHERE left(secret, 1) = '{')`,
  );
}

const PAGE = 5_000;

async function decryptColumn(
  session: pg.ClientBase,
  keys: EncryptionKeys,
  { table, column }: { table: string; column: string },
) {
  await session.query(
    `DECLARE encrypted NO SCROLL CURSOR FOR SELECT key, ${column} AS value FROM ${table}
     WHERE ${isEncrypted(column)}`,
  );
  for (;;) {
    const { rows } = await session.query<{ key: string; value: string }>(
      `FETCH ${PAGE} FROM encrypted`,
    );
    if (rows.length === 0) break;
    await session.query(
      `UPDATE ${table} t SET ${column} = s.value FROM unnest($1::text[], $2::text[]) AS s(key, value)
       WHERE t.key = s.key AND s.value IS NOT NULL`,
      [rows.map(({ key }) => key), rows.map(({ key, value }) => decrypt(keys, key, value))],
    );
  }
  await session.query("CLOSE encrypted");
}
