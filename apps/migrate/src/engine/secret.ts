import { privateKeyBox } from "@sundial/auth/private-keys";
import type pg from "pg";
import { MigrationRefused } from "../refusal.ts";

const NEWEST_KEY =
  "SELECT private_key AS sealed FROM public.jwks ORDER BY created_at DESC, kid LIMIT 1";

/**
 * Whether the target's server has a signing key, which it encrypts with its secret within a minute
 * of its first start.
 */
export async function hasServerKey(target: pg.ClientBase): Promise<boolean> {
  const { rows } = await target.query(NEWEST_KEY);
  return rows.length > 0;
}

/**
 * Compares a secret with the one of the target's server, by its newest signing key. Without any key,
 * nothing can be compared.
 *
 * Errors: SECRET_DIFFERS when the server uses another secret.
 */
export async function requireServersSecret(target: pg.ClientBase, secret: string) {
  const { rows } = await target.query<{ sealed: string }>(NEWEST_KEY);
  const [key] = rows;
  if (key === undefined) return;
  try {
    await privateKeyBox(secret).open(key.sealed);
  } catch {
    throw new MigrationRefused(
      "SECRET_DIFFERS",
      "BETTER_AUTH_SECRET isn't the one of the server on the target (TO_DATABASE_URL), which couldn't read the authenticator apps; set it to the server's",
    );
  }
}
