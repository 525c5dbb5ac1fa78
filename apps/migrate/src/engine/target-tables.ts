import type pg from "pg";
import { MigrationRefused } from "../refusal.ts";

/** Every column written here. Compared with the running target before anything else. */
export const WRITTEN = {
  users: [
    "id",
    "email",
    "email_verified",
    "name",
    "image",
    "role",
    "status",
    "status_reason",
    "last_login_at",
    "time_zone",
    "auth_epoch",
    "must_enrol_factor",
    "must_verify_email",
    "version",
    "created_at",
    "updated_at",
  ],
  accounts: ["id", "account_id", "provider_id", "user_id", "password", "created_at", "updated_at"],
  totp_factors: ["id", "user_id", "name", "secret", "verified_at", "created_at", "updated_at"],
  avatars: ["user_id", "image", "digest", "created_at"],
  avatar_fetches: ["user_id", "url", "attempts", "outcome", "attempted_at"],
  mentee_profiles: [
    "user_id",
    "experience_level",
    "goals",
    "background",
    "interests",
    "weekly_hours",
    "learning_style",
    "version",
    "created_at",
    "updated_at",
  ],
  mentor_profiles: [
    "user_id",
    "headline",
    "bio",
    "languages",
    "version",
    "created_at",
    "updated_at",
  ],
  expertise: ["id", "mentor_id", "slug", "label"],
  office_sessions: [
    ...["id", "mentor_id", "mentee_id", "status", "starts_at", "ends_at", "blocked_until", "topic"],
    ...["agenda", "location", "mentor_time_zone", "mentee_time_zone", "expires_at", "change_note"],
    ...["cancelled_at", "cancelled_by_id", "cancel_reason", "no_show_party", "created_by_id"],
    ...["created_at", "updated_at"],
  ],
  time_claims: ["id", "user_id", "office_session_id", "starts_at", "ends_at", "expires_at"],
  availability_schedules: ["id", "mentor_id", "time_zone", "valid_from", "valid_to", "travel"],
  availability_rules: ["id", "schedule_id", "weekday", "start_minute", "end_minute"],
  availability_overrides: ["id", "mentor_id", "local_date", "kind", "windows"],
  time_off: ["id", "mentor_id", "starts_at", "ends_at", "label"],
  migration_records: [
    "run_id",
    "owner_key",
    "entity",
    "source_key",
    "target_key",
    "outcome",
    "codes",
    "source_digest",
    "digest",
    "unplaced",
  ],
  migration_runs: [
    "id",
    "source",
    "source_database",
    "status",
    "options",
    "source_counts",
    "started_at",
    "finished_at",
  ],
} as const;

/**
 * Rejects a target whose tables differ from what this tool was written for: a column it writes is
 * missing, or a column it doesn't know is required.
 *
 * Errors: TARGET_SCHEMA_MISMATCH when they differ.
 */
export async function requireTargetSchema(target: pg.ClientBase) {
  const { rows } = await target.query<{ table: string; column: string; required: boolean }>(
    `SELECT table_name AS table, column_name AS column,
            is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'
              AND is_generated = 'NEVER' AS required
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ANY($1)`,
    [Object.keys(WRITTEN)],
  );
  const problems = Object.entries(WRITTEN).flatMap(([table, written]) => {
    const present = rows.filter((row) => row.table === table);
    if (present.length === 0) return [`${table} is missing`];
    const names = new Set(present.map(({ column }) => column));
    const known = new Set<string>(written);
    return [
      ...written
        .filter((column) => !names.has(column))
        .map((column) => `${table}.${column} is missing`),
      ...present
        .filter(({ column, required }) => required && !known.has(column))
        .map(({ column }) => `${table}.${column} must be filled and is unknown to this version`),
    ];
  });
  if (problems.length === 0) return;
  throw new MigrationRefused(
    "TARGET_SCHEMA_MISMATCH",
    `the target (TO_DATABASE_URL) doesn't have the tables of this version; run pnpm db:migrate on it with DATABASE_URL first: ${problems.join("; ")}`,
  );
}
