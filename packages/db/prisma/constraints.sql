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
