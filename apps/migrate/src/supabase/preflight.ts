import { type TotpSecretBox, totpSecretBox } from "@sundial/auth/totp-secret";
import type pg from "pg";
import type { Run } from "../engine/run.ts";
import { requireServersSecret } from "../engine/secret.ts";
import type { Sessions } from "../engine/sessions.ts";
import { MigrationRefused } from "../refusal.ts";
import { type EncryptionKeys, isEncrypted, requireEncryptionKeys } from "./encryption.ts";
import { readLayout, type SupabaseLayout } from "./layout.ts";
import type { SupabaseMapping } from "./mapping.ts";
import { sourceEntities } from "./rows.ts";
import type { Decisions, Transform } from "./transform.ts";
import { isKnownHash } from "./users.ts";
import { readWords } from "./words.ts";

/** A run's initial options, as stored in the run. */
export interface RunOptions {
  decisions: Decisions;
  mapping: SupabaseMapping;
}

/**
 * Checks the source for everything that may prevent a migration, before anything is written.
 *
 * Errors: MigrationRefused when anything does.
 */
export async function preflight(
  { source, target }: Sessions,
  { secret, keys }: { secret: string | undefined; keys: EncryptionKeys },
  { decisions, mapping }: RunOptions,
) {
  if (secret !== undefined) await requireServersSecret(target, secret);
  const layout = await readLayout(source, mapping);
  const isEncrypting = await requireEncryptionKeys(source, layout, keys);
  await requireKnownHashes(source, decisions, layout);
  return {
    layout,
    isEncrypting,
    entities: sourceEntities(layout, mapping),
    box: await secretBox(source, layout, secret),
    words: await readWords(source, mapping),
  };
}

/** The transformation of a run, with what was found in the source. */
export function transformOf(
  run: Run,
  { decisions, mapping }: RunOptions,
  { layout, entities, words }: Awaited<ReturnType<typeof preflight>>,
): Transform {
  return {
    runId: run.id,
    startedAt: run.startedAt,
    decisions,
    mapping,
    identitiesHaveIds: layout.identitiesHaveIds,
    isSoftDeleting: layout.users.has("deleted_at"),
    isSso: layout.users.has("is_sso_user") ? "coalesce(is_sso_user, false)" : "false",
    entities: entities.map(({ name, kind }) => ({ name, kind })),
    words,
  };
}

/** The key for the secrets of authenticator apps; required only if the source has some. */
async function secretBox(
  source: pg.ClientBase,
  { hasFactors }: SupabaseLayout,
  secret: string | undefined,
): Promise<TotpSecretBox | undefined> {
  if (secret !== undefined) return totpSecretBox(secret);
  if (!hasFactors) return undefined;
  const { rows } = await source.query(
    "SELECT FROM auth.mfa_factors WHERE factor_type::text = 'totp' AND status::text = 'verified' LIMIT 1",
  );
  if (rows.length === 0) return undefined;
  throw new MigrationRefused(
    "SECRET_MISSING",
    "the source has authenticator apps: set BETTER_AUTH_SECRET to the target's, which encrypts their secrets",
  );
}

async function requireKnownHashes(
  source: pg.ClientBase,
  decisions: Decisions,
  { users }: SupabaseLayout,
) {
  if (decisions.unknownHashes !== "refuse") return;
  const { rows } = await source.query<{ count: number }>(
    `SELECT count(*)::float8 AS count FROM auth.users
     WHERE encrypted_password <> '' AND NOT ${isKnownHash("encrypted_password::text")}
       AND NOT ${isEncrypted("encrypted_password::text")}
       ${users.has("deleted_at") ? "AND deleted_at IS NULL" : ""}`,
  );
  const count = rows[0]?.count ?? 0;
  if (count === 0) return;
  throw new MigrationRefused(
    "UNKNOWN_PASSWORD_HASHES",
    `${count} password hashes are in a format that Sundial can't check; use --unknown-hashes to quarantine their users or to drop the hashes`,
  );
}
