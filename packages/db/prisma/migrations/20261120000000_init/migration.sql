-- CreateEnum
CREATE TYPE "role" AS ENUM ('mentee', 'mentor', 'pm', 'admin');

-- CreateEnum
CREATE TYPE "user_status" AS ENUM ('active', 'inactive', 'suspended');

-- CreateEnum
CREATE TYPE "booking_state" AS ENUM ('open', 'paused', 'closed');

-- CreateEnum
CREATE TYPE "experience_level" AS ENUM ('beginner', 'junior', 'intermediate', 'senior');

-- CreateEnum
CREATE TYPE "learning_style" AS ENUM ('hands_on', 'discussion', 'reading', 'observation');

-- CreateEnum
CREATE TYPE "weekly_hours" AS ENUM ('under_two', 'two_to_five', 'five_to_ten', 'over_ten');

-- CreateEnum
CREATE TYPE "override_kind" AS ENUM ('unavailable', 'replace');

-- CreateEnum
CREATE TYPE "office_session_status" AS ENUM ('requested', 'scheduled', 'completed', 'cancelled', 'declined', 'expired', 'no_show');

-- CreateEnum
CREATE TYPE "cancel_reason" AS ENUM ('mentee_withdrew', 'mentor_withdrew', 'rescheduled_elsewhere', 'party_suspended', 'party_deleted', 'program_ended', 'pm_decision', 'other');

-- CreateEnum
CREATE TYPE "no_show_party" AS ENUM ('mentee', 'mentor', 'both');

-- CreateEnum
CREATE TYPE "time_claim_kind" AS ENUM ('session', 'hold', 'time_off');

-- CreateEnum
CREATE TYPE "note_visibility" AS ENUM ('private', 'shared', 'program');

-- CreateEnum
CREATE TYPE "actor_kind" AS ENUM ('user', 'system', 'service');

-- CreateEnum
CREATE TYPE "email_status" AS ENUM ('pending', 'sent', 'dropped', 'failed');

-- CreateEnum
CREATE TYPE "migration_source" AS ENUM ('supabase', 'cognito');

-- CreateEnum
CREATE TYPE "migration_run_status" AS ENUM ('running', 'completed', 'failed', 'rolled_back');

-- CreateEnum
CREATE TYPE "migration_outcome" AS ENUM ('migrated', 'flagged', 'quarantined', 'excluded');

-- CreateTable
CREATE TABLE "users" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "name" TEXT NOT NULL,
    "image" TEXT,
    "role" "role" NOT NULL DEFAULT 'mentee',
    "status" "user_status" NOT NULL DEFAULT 'active',
    "status_reason" TEXT,
    "status_changed_at" TIMESTAMPTZ(6),
    "last_login_at" TIMESTAMPTZ(6),
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "auth_epoch" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "accounts" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(6),
    "refresh_token_expires_at" TIMESTAMPTZ(6),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verifications" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "jwks" (
    "id" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "private_key" TEXT NOT NULL,
    "alg" TEXT,
    "crv" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6),

    CONSTRAINT "jwks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_request" BIGINT NOT NULL,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mentor_profiles" (
    "user_id" TEXT NOT NULL,
    "headline" TEXT NOT NULL,
    "bio" TEXT NOT NULL,
    "languages" TEXT[],
    "booking_state" "booking_state" NOT NULL DEFAULT 'open',
    "paused_until" TIMESTAMPTZ(6),
    "durations" INTEGER[] DEFAULT ARRAY[30, 60]::INTEGER[],
    "slot_step_minutes" INTEGER,
    "min_notice_minutes" INTEGER NOT NULL DEFAULT 240,
    "horizon_days" INTEGER NOT NULL DEFAULT 60,
    "gap_minutes" INTEGER NOT NULL DEFAULT 0,
    "daily_cap" INTEGER,
    "weekly_cap" INTEGER,
    "active_per_mentee_cap" INTEGER,
    "auto_accept" BOOLEAN NOT NULL DEFAULT true,
    "location" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mentor_profiles_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "expertise" (
    "id" UUID NOT NULL,
    "mentor_id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "label" TEXT NOT NULL,

    CONSTRAINT "expertise_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mentee_profiles" (
    "user_id" TEXT NOT NULL,
    "experience_level" "experience_level" NOT NULL,
    "goals" TEXT NOT NULL,
    "background" TEXT NOT NULL DEFAULT '',
    "interests" TEXT[],
    "weekly_hours" "weekly_hours" NOT NULL,
    "learning_style" "learning_style" NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mentee_profiles_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "availability_schedules" (
    "id" UUID NOT NULL,
    "mentor_id" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "valid_from" DATE,
    "valid_to" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "availability_schedules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "availability_rules" (
    "id" UUID NOT NULL,
    "schedule_id" UUID NOT NULL,
    "weekday" SMALLINT NOT NULL,
    "start_minute" SMALLINT NOT NULL,
    "end_minute" SMALLINT NOT NULL,

    CONSTRAINT "availability_rules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "availability_overrides" (
    "id" UUID NOT NULL,
    "mentor_id" TEXT NOT NULL,
    "local_date" DATE NOT NULL,
    "kind" "override_kind" NOT NULL,
    "windows" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "availability_overrides_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "time_off" (
    "id" UUID NOT NULL,
    "mentor_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(6) NOT NULL,
    "ends_at" TIMESTAMPTZ(6) NOT NULL,
    "label" TEXT,

    CONSTRAINT "time_off_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "office_sessions" (
    "id" UUID NOT NULL,
    "mentor_id" TEXT NOT NULL,
    "mentee_id" TEXT NOT NULL,
    "status" "office_session_status" NOT NULL DEFAULT 'scheduled',
    "starts_at" TIMESTAMPTZ(6) NOT NULL,
    "ends_at" TIMESTAMPTZ(6) NOT NULL,
    "blocked_until" TIMESTAMPTZ(6) NOT NULL,
    "topic" TEXT NOT NULL,
    "agenda" TEXT NOT NULL DEFAULT '',
    "location" TEXT,
    "mentor_time_zone" TEXT NOT NULL,
    "mentee_time_zone" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(6),
    "reschedule_count" INTEGER NOT NULL DEFAULT 0,
    "cancelled_at" TIMESTAMPTZ(6),
    "cancelled_by_id" TEXT,
    "cancel_reason" "cancel_reason",
    "cancel_note" TEXT,
    "cancelled_late" BOOLEAN NOT NULL DEFAULT false,
    "mentor_check_in_at" TIMESTAMPTZ(6),
    "mentee_check_in_at" TIMESTAMPTZ(6),
    "no_show_party" "no_show_party",
    "disputed" BOOLEAN NOT NULL DEFAULT false,
    "calendar_sequence" INTEGER NOT NULL DEFAULT 0,
    "created_by_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "office_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "time_claims" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "office_session_id" UUID,
    "kind" "time_claim_kind" NOT NULL DEFAULT 'session',
    "starts_at" TIMESTAMPTZ(6) NOT NULL,
    "ends_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6),

    CONSTRAINT "time_claims_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session_notes" (
    "id" UUID NOT NULL,
    "office_session_id" UUID NOT NULL,
    "author_id" TEXT NOT NULL,
    "visibility" "note_visibility" NOT NULL DEFAULT 'private',
    "body" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_notes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feedback" (
    "id" UUID NOT NULL,
    "office_session_id" UUID NOT NULL,
    "author_id" TEXT,
    "rating" SMALLINT NOT NULL,
    "comment" TEXT NOT NULL DEFAULT '',
    "private_to_pm" TEXT NOT NULL DEFAULT '',
    "visible_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feedback_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "events" (
    "seq" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" "actor_kind" NOT NULL,
    "actor_id" TEXT,
    "actor_role" "role",
    "action" TEXT NOT NULL,
    "target_type" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "request_id" TEXT,
    "ip" TEXT,
    "user_agent" TEXT,
    "reason" TEXT,
    "before" JSONB,
    "after" JSONB,
    "group_id" UUID,

    CONSTRAINT "events_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "email_outbox" (
    "id" UUID NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "office_session_id" UUID,
    "office_session_version" INTEGER,
    "due_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "status" "email_status" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(6),

    CONSTRAINT "email_outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "calendar_feeds" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_read_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "calendar_feeds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "migration_runs" (
    "id" UUID NOT NULL,
    "source" "migration_source" NOT NULL,
    "status" "migration_run_status" NOT NULL DEFAULT 'running',
    "dry_run" BOOLEAN NOT NULL DEFAULT false,
    "options" JSONB NOT NULL DEFAULT '{}',
    "started_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "migration_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "migration_records" (
    "run_id" UUID NOT NULL,
    "entity" TEXT NOT NULL,
    "source_key" TEXT NOT NULL,
    "target_key" TEXT,
    "outcome" "migration_outcome" NOT NULL,
    "reason_code" TEXT,
    "digest" TEXT,

    CONSTRAINT "migration_records_pkey" PRIMARY KEY ("run_id","entity","source_key")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "users_role_status_idx" ON "users"("role", "status");

-- CreateIndex
CREATE INDEX "users_created_at_id_idx" ON "users"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_key" ON "sessions"("token");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "accounts_user_id_idx" ON "accounts"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "accounts_provider_id_account_id_key" ON "accounts"("provider_id", "account_id");

-- CreateIndex
CREATE INDEX "verifications_identifier_idx" ON "verifications"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "rate_limits_key_key" ON "rate_limits"("key");

-- CreateIndex
CREATE INDEX "expertise_slug_idx" ON "expertise"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "expertise_mentor_id_slug_key" ON "expertise"("mentor_id", "slug");

-- CreateIndex
CREATE INDEX "availability_schedules_mentor_id_idx" ON "availability_schedules"("mentor_id");

-- CreateIndex
CREATE UNIQUE INDEX "availability_rules_schedule_id_weekday_start_minute_key" ON "availability_rules"("schedule_id", "weekday", "start_minute");

-- CreateIndex
CREATE UNIQUE INDEX "availability_overrides_mentor_id_local_date_key" ON "availability_overrides"("mentor_id", "local_date");

-- CreateIndex
CREATE INDEX "time_off_mentor_id_starts_at_idx" ON "time_off"("mentor_id", "starts_at");

-- CreateIndex
CREATE INDEX "office_sessions_mentor_id_starts_at_id_idx" ON "office_sessions"("mentor_id", "starts_at", "id");

-- CreateIndex
CREATE INDEX "office_sessions_mentee_id_starts_at_id_idx" ON "office_sessions"("mentee_id", "starts_at", "id");

-- CreateIndex
CREATE INDEX "office_sessions_starts_at_id_idx" ON "office_sessions"("starts_at", "id");

-- CreateIndex
CREATE INDEX "time_claims_user_id_starts_at_idx" ON "time_claims"("user_id", "starts_at");

-- CreateIndex
CREATE UNIQUE INDEX "time_claims_office_session_id_user_id_key" ON "time_claims"("office_session_id", "user_id");

-- CreateIndex
CREATE INDEX "session_notes_office_session_id_created_at_idx" ON "session_notes"("office_session_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "feedback_office_session_id_author_id_key" ON "feedback"("office_session_id", "author_id");

-- CreateIndex
CREATE INDEX "events_at_seq_idx" ON "events"("at", "seq");

-- CreateIndex
CREATE INDEX "events_target_type_target_id_seq_idx" ON "events"("target_type", "target_id", "seq");

-- CreateIndex
CREATE INDEX "events_actor_id_seq_idx" ON "events"("actor_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "email_outbox_dedupe_key_key" ON "email_outbox"("dedupe_key");

-- CreateIndex
CREATE INDEX "email_outbox_status_due_at_idx" ON "email_outbox"("status", "due_at");

-- CreateIndex
CREATE UNIQUE INDEX "calendar_feeds_token_hash_key" ON "calendar_feeds"("token_hash");

-- CreateIndex
CREATE INDEX "calendar_feeds_user_id_idx" ON "calendar_feeds"("user_id");

-- CreateIndex
CREATE INDEX "migration_records_run_id_outcome_idx" ON "migration_records"("run_id", "outcome");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mentor_profiles" ADD CONSTRAINT "mentor_profiles_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "expertise" ADD CONSTRAINT "expertise_mentor_id_fkey" FOREIGN KEY ("mentor_id") REFERENCES "mentor_profiles"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mentee_profiles" ADD CONSTRAINT "mentee_profiles_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "availability_schedules" ADD CONSTRAINT "availability_schedules_mentor_id_fkey" FOREIGN KEY ("mentor_id") REFERENCES "mentor_profiles"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "availability_rules" ADD CONSTRAINT "availability_rules_schedule_id_fkey" FOREIGN KEY ("schedule_id") REFERENCES "availability_schedules"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "availability_overrides" ADD CONSTRAINT "availability_overrides_mentor_id_fkey" FOREIGN KEY ("mentor_id") REFERENCES "mentor_profiles"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "time_off" ADD CONSTRAINT "time_off_mentor_id_fkey" FOREIGN KEY ("mentor_id") REFERENCES "mentor_profiles"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "office_sessions" ADD CONSTRAINT "office_sessions_mentor_id_fkey" FOREIGN KEY ("mentor_id") REFERENCES "mentor_profiles"("user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "office_sessions" ADD CONSTRAINT "office_sessions_mentee_id_fkey" FOREIGN KEY ("mentee_id") REFERENCES "mentee_profiles"("user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "time_claims" ADD CONSTRAINT "time_claims_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "time_claims" ADD CONSTRAINT "time_claims_office_session_id_fkey" FOREIGN KEY ("office_session_id") REFERENCES "office_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_notes" ADD CONSTRAINT "session_notes_office_session_id_fkey" FOREIGN KEY ("office_session_id") REFERENCES "office_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_notes" ADD CONSTRAINT "session_notes_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_office_session_id_fkey" FOREIGN KEY ("office_session_id") REFERENCES "office_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "migration_records" ADD CONSTRAINT "migration_records_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "migration_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── Hand-written from here on: what the Prisma schema cannot express ──

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- One person is in one place at a time, in whichever role. Not DEFERRABLE: a booking must fail at
-- its INSERT, where the service can tell whose time was taken.
ALTER TABLE "time_claims" ADD CONSTRAINT "time_claims_no_overlap"
  EXCLUDE USING gist ("user_id" WITH =, tstzrange("starts_at", "ends_at", '[)') WITH &&);
ALTER TABLE "time_claims" ADD CONSTRAINT "time_claims_range" CHECK ("ends_at" > "starts_at");
ALTER TABLE "time_claims" ADD CONSTRAINT "time_claims_whole_minutes" CHECK (
  date_trunc('minute', "starts_at", 'UTC') = "starts_at" AND date_trunc('minute', "ends_at", 'UTC') = "ends_at");
ALTER TABLE "time_claims" ADD CONSTRAINT "time_claims_kind" CHECK (
  ("kind" = 'session') = ("office_session_id" IS NOT NULL) AND ("kind" = 'hold') = ("expires_at" IS NOT NULL));

ALTER TABLE "office_sessions" ADD CONSTRAINT "office_sessions_two_parties" CHECK ("mentor_id" <> "mentee_id");
ALTER TABLE "office_sessions" ADD CONSTRAINT "office_sessions_range" CHECK (
  "ends_at" >= "starts_at" + interval '10 minutes' AND "ends_at" <= "starts_at" + interval '240 minutes'
  AND "blocked_until" >= "ends_at");
ALTER TABLE "office_sessions" ADD CONSTRAINT "office_sessions_whole_minutes" CHECK (
  date_trunc('minute', "starts_at", 'UTC') = "starts_at" AND date_trunc('minute', "ends_at", 'UTC') = "ends_at"
  AND date_trunc('minute', "blocked_until", 'UTC') = "blocked_until");
ALTER TABLE "office_sessions" ADD CONSTRAINT "office_sessions_cancelled" CHECK (
  ("status" = 'cancelled') = ("cancel_reason" IS NOT NULL) AND ("status" = 'cancelled') = ("cancelled_at" IS NOT NULL));
ALTER TABLE "office_sessions" ADD CONSTRAINT "office_sessions_no_show" CHECK (
  ("status" = 'no_show') = ("no_show_party" IS NOT NULL));
ALTER TABLE "office_sessions" ADD CONSTRAINT "office_sessions_requested" CHECK (
  "status" <> 'requested' OR "expires_at" IS NOT NULL);

ALTER TABLE "availability_schedules" ADD CONSTRAINT "availability_schedules_valid" CHECK (
  "valid_from" IS NULL OR "valid_to" IS NULL OR "valid_from" <= "valid_to");
ALTER TABLE "availability_schedules" ADD CONSTRAINT "availability_schedules_no_overlap"
  EXCLUDE USING gist ("mentor_id" WITH =, daterange("valid_from", "valid_to", '[]') WITH &&);
ALTER TABLE "availability_rules" ADD CONSTRAINT "availability_rules_window" CHECK (
  "weekday" BETWEEN 1 AND 7 AND "start_minute" BETWEEN 0 AND 1439
  AND "end_minute" > "start_minute" AND "end_minute" <= "start_minute" + 1440);
ALTER TABLE "availability_overrides" ADD CONSTRAINT "availability_overrides_windows" CHECK (
  jsonb_typeof("windows") = 'array' AND ("kind" = 'replace') = (jsonb_array_length("windows") > 0));
ALTER TABLE "time_off" ADD CONSTRAINT "time_off_range" CHECK ("ends_at" > "starts_at");

ALTER TABLE "users" ADD CONSTRAINT "users_email_lower_case" CHECK ("email" = lower("email"));
ALTER TABLE "mentor_profiles" ADD CONSTRAINT "mentor_profiles_rules" CHECK (
  cardinality("durations") BETWEEN 1 AND 8 AND 10 <= ALL ("durations") AND 240 >= ALL ("durations")
  AND ("slot_step_minutes" IS NULL OR "slot_step_minutes" BETWEEN 5 AND 240)
  AND "min_notice_minutes" BETWEEN 0 AND 43200 AND "horizon_days" BETWEEN 1 AND 365
  AND "gap_minutes" BETWEEN 0 AND 240
  AND ("daily_cap" IS NULL OR "daily_cap" BETWEEN 1 AND 48)
  AND ("weekly_cap" IS NULL OR "weekly_cap" BETWEEN 1 AND 200)
  AND ("active_per_mentee_cap" IS NULL OR "active_per_mentee_cap" BETWEEN 1 AND 50));
ALTER TABLE "feedback" ADD CONSTRAINT "feedback_rating" CHECK ("rating" BETWEEN 1 AND 5);

-- The audit log is append-only, for its owner too.
CREATE FUNCTION "events_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "events_no_update_or_delete" BEFORE UPDATE OR DELETE ON "events"
  FOR EACH ROW EXECUTE FUNCTION "events_append_only"();
CREATE TRIGGER "events_no_truncate" BEFORE TRUNCATE ON "events"
  FOR EACH STATEMENT EXECUTE FUNCTION "events_append_only"();
