import type pg from "pg";
import { tableName } from "../sql.ts";

/** Sessions and one-time secrets end with the move: everybody signs in once anew. */
const DROPPED = [
  "auth.sessions",
  "auth.refresh_tokens",
  "auth.one_time_tokens",
  "auth.mfa_challenges",
  "auth.webauthn_credentials",
];

/** How many rows the source has in tables that are not moved, as far as it lets us count them. */
export async function countDropped(source: pg.ClientBase): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of DROPPED) {
    const { rows } = await source.query<{ present: boolean }>(
      `SELECT coalesce(has_table_privilege(to_regclass($1), 'SELECT')
         AND NOT row_security_active(to_regclass($1)), false) AS present`,
      [table],
    );
    if (rows[0]?.present !== true) continue;
    const counted = await source.query<{ count: number }>(
      `SELECT count(*)::float8 AS count FROM ${tableName(table)}`,
    );
    counts[table] = counted.rows[0]?.count ?? 0;
  }
  return counts;
}
