import type { Db } from "@sundial/db";
import { z } from "zod";

const column = z.object({ table: z.string(), name: z.string() });

/** Text columns whose names suggest a person's id or address, but which hold something else. */
const NAMED_ALIKE = new Set([
  // Ids of the rows themselves.
  "accounts.id",
  "sessions.id",
  "totp_factors.id",
  "verifications.id",
  // The provider of an account, and its id there.
  "accounts.provider_id",
  // A session, a token and a request.
  "events.credential_id",
  "events.request_id",
  // A public key, on a device.
  "passkeys.credential_id",
  // Signing keys.
  "jwks.kid",
  "jwks.private_key",
  // A machine's.
  "sessions.ip_address",
  // Digests under a key of ours.
  "rate_limits.key",
  // Names the email: its recipient is in a column of its own.
  "email_outbox.dedupe_key",
  // Names the change.
  "notifications.dedupe_key",
]);

/**
 * Every column that may hold a person's id or address, as "table.column". Read from the catalog,
 * which includes tables added later. These are columns that refer to users, directly or through
 * another, and text columns with a name that such a column would have.
 */
export async function personalColumns(db: Db): Promise<string[]> {
  const referring = await db.$queryRaw<unknown[]>`
    WITH RECURSIVE keys AS (
      SELECT conrelid, conkey[1] AS own, confrelid, confkey[1] AS other FROM pg_constraint
       WHERE contype = 'f' AND array_length(conkey, 1) = 1),
    referring AS (
      SELECT conrelid, own FROM keys WHERE confrelid = 'users'::regclass
      UNION
      SELECT k.conrelid, k.own FROM keys k
        JOIN referring r ON k.confrelid = r.conrelid AND k.other = r.own)
    SELECT r.conrelid::regclass::text AS table, a.attname AS name
      FROM referring r JOIN pg_attribute a ON a.attrelid = r.conrelid AND a.attnum = r.own`;
  const named = await db.$queryRaw<unknown[]>`
    SELECT table_name AS table, column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name NOT LIKE '\\_prisma%'
       AND data_type IN ('text', 'character varying')
       AND column_name ~ '(^|_)(k?id|key|subject|actor|target|owner|recipient|author|by|e?mail|address)s?$'`;
  const found = [...referring, ...named].map((row) => {
    const { table, name } = column.parse(row);
    return `${table}.${name}`;
  });
  return [...new Set(found)].filter((each) => !NAMED_ALIKE.has(each)).sort();
}

/** The columns that contain one of these values. */
export async function columnsHolding(db: Db, columns: readonly string[], values: string[]) {
  const holding: string[] = [];
  for (const each of columns) {
    const [table = "", name = ""] = each.split(".");
    const rows = await db.$queryRawUnsafe<unknown[]>(
      `SELECT 1 FROM "${table}" WHERE "${name}" = ANY($1::text[]) LIMIT 1`,
      values,
    );
    if (rows.length > 0) holding.push(each);
  }
  return holding;
}
