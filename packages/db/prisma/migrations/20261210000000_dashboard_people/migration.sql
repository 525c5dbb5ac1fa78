-- How long before a day each of its people had been active. Different people of any period are those
-- who weren't active in it before, so no digests need to be compared.
ALTER TABLE "program_days"
  ADD COLUMN "mentees_before" TIMESTAMPTZ(6)[],
  ADD COLUMN "mentors_before" TIMESTAMPTZ(6)[],
  ADD COLUMN "pairs_before" TIMESTAMPTZ(6)[],
  DROP COLUMN "mentors",
  DROP COLUMN "pairs";
-- A report reads all of these of every day, so they aren't compressed.
ALTER TABLE "program_days"
  ALTER COLUMN "mentees_before" SET STORAGE EXTERNAL,
  ALTER COLUMN "mentors_before" SET STORAGE EXTERNAL,
  ALTER COLUMN "pairs_before" SET STORAGE EXTERNAL;

-- Every day is counted anew.
UPDATE "dashboard_progress" SET "time_zone" = NULL;

-- The dates that a session at this time counts on or changes, in UTC and those beside them, so no rule
-- of a time zone is needed: its own day, and the next day on which its mentor, its mentee or both
-- together were active. Sessions less than 25 hours later, the longest day, are within two dates of it.
CREATE FUNCTION "program_days_affected"("at" TIMESTAMPTZ, "mentor" TEXT, "mentee" TEXT)
RETURNS SETOF DATE LANGUAGE sql STABLE AS $$
  SELECT ("at" AT TIME ZONE 'UTC')::date + beside FROM generate_series(-1, 2) beside
  UNION
  SELECT (n."starts_at" AT TIME ZONE 'UTC')::date + beside
    FROM unnest(ARRAY['completed', 'scheduled']::"office_session_status"[]) AS active("status")
   CROSS JOIN LATERAL (
     (SELECT "starts_at" FROM "office_sessions" s
       WHERE s."mentee_id" = "mentee" AND s."status" = active."status"
         AND s."starts_at" >= "at" + interval '25 hours'
       ORDER BY s."starts_at" LIMIT 1)
     UNION ALL
     (SELECT "starts_at" FROM "office_sessions" s
       WHERE s."mentor_id" = "mentor" AND s."status" = active."status"
         AND s."starts_at" >= "at" + interval '25 hours'
       ORDER BY s."starts_at" LIMIT 1)
     UNION ALL
     (SELECT "starts_at" FROM "office_sessions" s
       WHERE s."mentee_id" = "mentee" AND s."mentor_id" = "mentor" AND s."status" = active."status"
         AND s."starts_at" >= "at" + interval '25 hours'
       ORDER BY s."starts_at" LIMIT 1)) n
   CROSS JOIN generate_series(-1, 1) beside
$$;

CREATE OR REPLACE FUNCTION "office_sessions_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."changed_tx" := pg_current_xact_id()::text::bigint;
  -- A session that leaves a day, or people, that may have been counted.
  IF TG_OP = 'UPDATE' AND (OLD."starts_at", OLD."mentor_id", OLD."mentee_id")
      IS DISTINCT FROM (NEW."starts_at", NEW."mentor_id", NEW."mentee_id") THEN
    UPDATE "program_days" SET "counted_at" = NULL
     WHERE "mentor_id" = '' AND "counted_at" IS NOT NULL AND "local_date" IN (
       SELECT "program_days_affected"(OLD."starts_at", OLD."mentor_id", OLD."mentee_id"));
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION "office_sessions_removed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "program_days" SET "counted_at" = NULL
   WHERE "mentor_id" = '' AND "counted_at" IS NOT NULL AND "local_date" IN (
     SELECT "program_days_affected"(r."starts_at", r."mentor_id", r."mentee_id") FROM removed r);
  RETURN NULL;
END $$;

DROP FUNCTION "program_days_mark"(TIMESTAMPTZ, TEXT);
