-- Each list, search and sweep reads what it shows, however many rows the table has. On a database
-- that is large already, make the indexes first with CONCURRENTLY (docs/deployment.md): those that
-- stand are left alone here.

-- ── People ──

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Name and address, folded to lower case once and not for each row of each search.
ALTER TABLE "users" ADD COLUMN IF NOT EXISTS "search_text" TEXT
  GENERATED ALWAYS AS (lower("name" || E'\n' || "email")) STORED;

CREATE INDEX IF NOT EXISTS "users_search_text_idx" ON "users"
  USING gin ("search_text" gin_trgm_ops) WHERE "anonymized_at" IS NULL;
-- Without the erased, who all have the same name.
CREATE INDEX IF NOT EXISTS "users_by_name_idx" ON "users"("name", "id") WHERE "anonymized_at" IS NULL;
CREATE INDEX IF NOT EXISTS "users_by_role_idx" ON "users"("role", "name", "id") WHERE "anonymized_at" IS NULL;
CREATE INDEX IF NOT EXISTS "users_by_status_idx" ON "users"("status", "name", "id") WHERE "anonymized_at" IS NULL;
CREATE INDEX IF NOT EXISTS "users_role_status_name_id_idx" ON "users"("role", "status", "name", "id");
DROP INDEX IF EXISTS "users_name_id_idx";
DROP INDEX IF EXISTS "users_role_status_idx";

-- ── Office sessions ──

-- The version both parties have been reminded of.
ALTER TABLE "office_sessions" ADD COLUMN IF NOT EXISTS "reminded_version" INTEGER;

CREATE INDEX IF NOT EXISTS "office_sessions_status_starts_at_id_idx" ON "office_sessions"("status", "starts_at", "id");
CREATE INDEX IF NOT EXISTS "office_sessions_mentor_id_status_starts_at_id_idx" ON "office_sessions"("mentor_id", "status", "starts_at", "id");
CREATE INDEX IF NOT EXISTS "office_sessions_mentee_id_status_starts_at_id_idx" ON "office_sessions"("mentee_id", "status", "starts_at", "id");
CREATE INDEX IF NOT EXISTS "office_sessions_closed_idx" ON "office_sessions"("starts_at", "id")
  WHERE "status" NOT IN ('requested', 'scheduled');
-- What the sweep looks for: requests that lapse, sessions that are over, reminders to be sent.
CREATE INDEX IF NOT EXISTS "office_sessions_lapsing_idx" ON "office_sessions"("expires_at")
  WHERE "status" = 'requested';
CREATE INDEX IF NOT EXISTS "office_sessions_ending_idx" ON "office_sessions"("ends_at")
  WHERE "status" = 'scheduled';
CREATE INDEX IF NOT EXISTS "office_sessions_unreminded_idx" ON "office_sessions"("starts_at", "id")
  WHERE "status" = 'scheduled' AND "reminded_version" IS DISTINCT FROM "version";
DROP INDEX IF EXISTS "office_sessions_starts_at_id_idx";
DROP INDEX IF EXISTS "office_sessions_status_ends_at_idx";

-- Sessions end four hours after they start at most, and a mentor's buffer is four hours at most: so
-- whoever looks for what blocks a time need not look at all that ever was.
ALTER TABLE "office_sessions" ADD CONSTRAINT "office_sessions_buffer" CHECK (
  "blocked_until" <= "ends_at" + interval '240 minutes');

-- To note a reminder moves no slot.
DROP TRIGGER "earliest_slots_forget" ON "office_sessions";
CREATE TRIGGER "earliest_slots_forget"
  AFTER DELETE OR UPDATE OF "mentor_id", "status", "starts_at", "ends_at", "blocked_until", "expires_at"
  ON "office_sessions" FOR EACH ROW EXECUTE FUNCTION "earliest_slots_forget"('mentor_id');

CREATE INDEX IF NOT EXISTS "earliest_slots_known_until_number_idx" ON "earliest_slots"("known_until", "number");

-- ── The audit log: latest first, by each filter, with or without a range of time ──

CREATE INDEX IF NOT EXISTS "events_target_id_at_seq_idx" ON "events"("target_id", "at", "seq");
CREATE INDEX IF NOT EXISTS "events_actor_id_at_seq_idx" ON "events"("actor_id", "at", "seq");
CREATE INDEX IF NOT EXISTS "events_action_at_seq_idx" ON "events"("action", "at", "seq");
CREATE INDEX IF NOT EXISTS "events_noun_idx" ON "events"(split_part("action", '.', 1), "at", "seq");
DROP INDEX IF EXISTS "events_target_type_target_id_seq_idx";
DROP INDEX IF EXISTS "events_actor_id_seq_idx";
DROP INDEX IF EXISTS "events_action_seq_idx";

-- ── Emails and one-time tokens ──

CREATE INDEX IF NOT EXISTS "email_outbox_recipient_idx" ON "email_outbox"("recipient");
CREATE INDEX IF NOT EXISTS "email_outbox_created_at_id_idx" ON "email_outbox"("created_at", "id");
CREATE INDEX IF NOT EXISTS "verifications_expires_at_idx" ON "verifications"("expires_at");
