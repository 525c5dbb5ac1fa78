import type { TotpSecretBox } from "@sundial/auth/totp-secret";
import type pg from "pg";
import { digestOfFields, literal, uuidFrom } from "../sql.ts";
import { decodeBase32 } from "./base32.ts";
import type { MovedRun } from "./moved-run.ts";
import { type PreparedTable, preparedRecords } from "./prepared.ts";
import { WRITTEN_FIELDS } from "./written.ts";

const USER_COLUMNS =
  "id, email, email_verified, name, role, status, status_reason, last_login_at, time_zone, auth_epoch, must_enrol_factor, must_verify_email, version, created_at, updated_at";
const USER_VALUES =
  "p.id, p.email, p.email_verified, p.name, p.role::public.role, p.status::public.user_status, p.status_reason, p.last_login_at, p.time_zone, p.auth_epoch, p.must_enrol_factor, p.must_verify_email, p.version, p.created_at, p.updated_at";

/** Writes prepared people who arrive, in the order that foreign keys require. */
export async function writePeople(
  target: pg.ClientBase,
  { hasProfiles, isFresh }: { hasProfiles: boolean; isFresh: boolean },
) {
  const isNew = isFresh
    ? "true"
    : "NOT EXISTS (SELECT FROM replaced_users o WHERE o.target_id = p.id)";
  if (!isFresh) {
    await target.query(
      `UPDATE public.users t SET (${USER_COLUMNS}) = ROW(${USER_VALUES})
       FROM prepared_users p WHERE p.target_key = t.id AND NOT (${isNew})`,
    );
  }
  await target.query(
    `INSERT INTO public.users (${USER_COLUMNS}) SELECT ${USER_VALUES}
     FROM prepared_users p WHERE p.target_key IS NOT NULL AND ${isNew}`,
  );
  await target.query(
    `INSERT INTO public.accounts (id, account_id, provider_id, user_id, password, created_at, updated_at)
     SELECT p.credential_id, p.id, 'credential', p.id, p.credential_password, p.credential_created_at, p.credential_updated_at
     FROM prepared_users p WHERE p.target_key IS NOT NULL AND p.credential_id IS NOT NULL`,
  );
  await writePictures(target, isFresh);
  await target.query(
    `INSERT INTO public.accounts (id, account_id, provider_id, user_id, created_at, updated_at)
     SELECT p.id, p.account_id, p.provider_id, p.user_id, p.created_at, p.updated_at
     FROM prepared_identities p WHERE p.target_key IS NOT NULL`,
  );
  await target.query(
    `INSERT INTO public.totp_factors (id, user_id, name, secret, verified_at, created_at, updated_at)
     SELECT p.id, p.user_id, p.name, p.sealed, p.verified_at, p.created_at, p.updated_at
     FROM prepared_factors p WHERE p.target_key IS NOT NULL`,
  );
  if (hasProfiles) await writeProfiles(target);
}

/**
 * Where people's pictures are, for `migrate avatars`. A picture that the source no longer has goes
 * here, too.
 */
async function writePictures(target: pg.ClientBase, isFresh: boolean) {
  if (!isFresh) {
    const gone = `SELECT p.id FROM prepared_users p WHERE p.target_key IS NOT NULL AND p.picture IS NULL
      AND EXISTS (SELECT FROM public.avatar_fetches f WHERE f.user_id = p.id)`;
    await target.query(
      `UPDATE public.users SET image = NULL WHERE id IN (${gone});
       DELETE FROM public.avatars WHERE user_id IN (${gone});
       DELETE FROM public.avatar_fetches WHERE user_id IN (${gone})`,
    );
  }
  await target.query(
    `INSERT INTO public.avatar_fetches (user_id, url)
     SELECT p.id, p.picture FROM prepared_users p WHERE p.target_key IS NOT NULL AND p.picture IS NOT NULL
     ON CONFLICT (user_id) DO UPDATE SET url = excluded.url, attempts = 0, outcome = NULL, attempted_at = NULL
     WHERE avatar_fetches.url <> excluded.url`,
  );
}

/** A mentor's expertise row always gets the same id. */
const expertiseId = (mentorId: string, slug: string) =>
  uuidFrom(`'expertise:' || ${mentorId} || ':' || ${slug}`);

async function writeProfiles(target: pg.ClientBase) {
  await target.query(
    `INSERT INTO public.mentee_profiles (user_id, experience_level, goals, background, interests, weekly_hours, learning_style, version, created_at, updated_at)
     SELECT p.id, p.experience_level::public.experience_level, p.goals, p.background, p.interests,
       p.weekly_hours::public.weekly_hours, p.learning_style::public.learning_style, p.version, p.created_at, p.updated_at
     FROM prepared_profiles p WHERE p.target_key IS NOT NULL AND p.kind = 'mentee'`,
  );
  await target.query(
    `INSERT INTO public.mentor_profiles (user_id, headline, bio, languages, min_notice_minutes, version, created_at, updated_at)
     SELECT p.id, p.headline, p.bio, p.languages, s.default_min_notice_minutes, p.version, p.created_at, p.updated_at
     FROM prepared_profiles p, public.program_settings s WHERE p.target_key IS NOT NULL AND p.kind = 'mentor'`,
  );
  await target.query(
    `INSERT INTO public.expertise (id, mentor_id, slug, label)
     SELECT (${expertiseId("p.id", "e.key")})::uuid, p.id, e.key, e.value
     FROM prepared_profiles p, jsonb_each_text(p.expertise) e
     WHERE p.target_key IS NOT NULL AND p.kind = 'mentor'`,
  );
}

/** Writes the records of a batch. Returns how many. */
export async function writeRecords(
  target: pg.ClientBase,
  { runId }: MovedRun,
  tables: PreparedTable[],
) {
  const { rowCount } = await target.query(
    `INSERT INTO public.migration_records (run_id, owner_key, entity, source_key, target_key, outcome, codes, source_digest, digest, unplaced)
     SELECT ${literal(runId)}, owner, entity, key, target_key, outcome::public.migration_outcome, codes, source_digest, digest, unplaced
     FROM (${preparedRecords(tables)}) r
     ORDER BY owner, entity, key`,
  );
  return rowCount ?? 0;
}

/**
 * Encrypts the secrets of the factors that arrive. Only this isn't done in SQL, because the key
 * must never leave this process.
 */
export async function sealFactors(target: pg.ClientBase, box: TotpSecretBox | undefined) {
  const { rows } = await target.query<{ id: string; user_id: string; secret: string }>(
    "SELECT id, user_id, secret FROM prepared_factors WHERE target_key IS NOT NULL",
  );
  if (rows.length === 0) return;
  if (box === undefined) throw new Error("factors can't be encrypted without a key");
  const sealed = rows.map((row) =>
    box.seal({ factorId: row.id, userId: row.user_id }, decodeBase32(row.secret)),
  );
  await target.query(
    `UPDATE prepared_factors p SET sealed = s.sealed
     FROM unnest($1::text[], $2::text[]) AS s(id, sealed) WHERE p.id = s.id`,
    [rows.map(({ id }) => id), sealed],
  );
  await target.query(
    `UPDATE prepared_factors p SET digest = ${digestOfFields(WRITTEN_FIELDS.factor.fields, "p")}
     WHERE target_key IS NOT NULL`,
  );
}
