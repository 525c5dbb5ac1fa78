-- What each mentor's hours offered on a day of their own calendar, as they stood when the day began.
CREATE TABLE "offered_minutes" (
    "mentor_id" TEXT NOT NULL,
    "local_date" DATE NOT NULL,
    "minutes" INTEGER NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "offered_minutes_pkey" PRIMARY KEY ("mentor_id", "local_date"),
    -- A traveler's day can last two.
    CONSTRAINT "offered_minutes_range" CHECK ("minutes" BETWEEN 0 AND 2880)
);
CREATE INDEX "offered_minutes_local_date_idx" ON "offered_minutes"("local_date");
ALTER TABLE "offered_minutes" ADD CONSTRAINT "offered_minutes_mentor_id_fkey" FOREIGN KEY ("mentor_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The sessions of each past day of the program's calendar, counted: one row for everybody, whose
-- mentor_id is empty, and one for each mentor who had sessions.
CREATE TABLE "program_days" (
    "mentor_id" TEXT NOT NULL DEFAULT '',
    "local_date" DATE NOT NULL,
    "completed" INTEGER NOT NULL DEFAULT 0,
    "no_shows" INTEGER NOT NULL DEFAULT 0,
    "disputed" INTEGER NOT NULL DEFAULT 0,
    "cancelled_late" INTEGER NOT NULL DEFAULT 0,
    "cancelled" INTEGER NOT NULL DEFAULT 0,
    "declined" INTEGER NOT NULL DEFAULT 0,
    "expired" INTEGER NOT NULL DEFAULT 0,
    "open" INTEGER NOT NULL DEFAULT 0,
    "booked_minutes" INTEGER NOT NULL DEFAULT 0,
    "recorded_minutes" INTEGER NOT NULL DEFAULT 0,
    "offered_minutes" INTEGER NOT NULL DEFAULT 0,
    "offered_mentors" INTEGER NOT NULL DEFAULT 0,
    "ratings" INTEGER NOT NULL DEFAULT 0,
    "rating_sum" INTEGER NOT NULL DEFAULT 0,
    "mentees" BIGINT[],
    "mentors" BIGINT[],
    "pairs" BIGINT[],
    "raters" BIGINT[],
    "first_waits" INTEGER[],
    -- Null until it is counted, and again when something about the day changes.
    "counted_at" TIMESTAMPTZ(6),

    CONSTRAINT "program_days_pkey" PRIMARY KEY ("mentor_id", "local_date")
);
CREATE INDEX "program_days_everybody_idx" ON "program_days"("local_date") WHERE "mentor_id" = '';
CREATE INDEX "program_days_mentors_idx" ON "program_days"("local_date") WHERE "mentor_id" <> '';
CREATE INDEX "program_days_uncounted_idx" ON "program_days"("local_date") WHERE "counted_at" IS NULL AND "mentor_id" = '';

-- How far the background work for the dashboard has come.
CREATE TABLE "dashboard_progress" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "time_zone" TEXT,
    "changes_from" BIGINT NOT NULL DEFAULT 0,
    "counted_at" TIMESTAMPTZ(6),
    "offered_at" TIMESTAMPTZ(6),

    CONSTRAINT "dashboard_progress_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "dashboard_progress_one_row" CHECK ("id" = 1)
);
INSERT INTO "dashboard_progress" DEFAULT VALUES;

-- The transaction that last changed what the dashboard counts. All transactions before the oldest
-- one that still runs have ended, so a reader of changes misses none, however late one commits.
ALTER TABLE "office_sessions" ADD COLUMN "changed_tx" BIGINT NOT NULL DEFAULT 0;
CREATE INDEX "office_sessions_changed_tx_idx" ON "office_sessions"("changed_tx");
CREATE INDEX "office_sessions_starts_at_idx" ON "office_sessions"("starts_at");

-- Days are marked by their date in UTC, and the dates beside it, so no rule of a time zone is needed.
-- Whose first session a later one is depends on the earlier ones, so the next one counts again, too.
CREATE FUNCTION "program_days_mark"("at" TIMESTAMPTZ, "mentee" TEXT) RETURNS void LANGUAGE sql AS $$
  UPDATE "program_days" SET "counted_at" = NULL
   WHERE "mentor_id" = '' AND "counted_at" IS NOT NULL AND "local_date" IN (
     SELECT (t."affected" AT TIME ZONE 'UTC')::date + b.beside
       FROM generate_series(-1, 1) b(beside), (
         SELECT "at" AS "affected"
         UNION ALL
         (SELECT "starts_at" FROM "office_sessions"
           WHERE "mentee_id" = "mentee" AND "status" IN ('scheduled', 'completed') AND "starts_at" > "at"
           ORDER BY "starts_at" LIMIT 1)) t)
$$;

CREATE FUNCTION "office_sessions_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."changed_tx" := pg_current_xact_id()::text::bigint;
  -- A session that leaves a day which may have been counted.
  IF TG_OP = 'UPDATE' AND OLD."starts_at" <> NEW."starts_at" THEN
    PERFORM "program_days_mark"(OLD."starts_at", OLD."mentee_id");
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "office_sessions_changed"
  BEFORE INSERT OR UPDATE OF "status", "starts_at", "ends_at", "expires_at", "disputed", "cancelled_late", "mentor_id", "mentee_id"
  ON "office_sessions" FOR EACH ROW EXECUTE FUNCTION "office_sessions_changed"();

CREATE FUNCTION "office_sessions_removed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "program_days" SET "counted_at" = NULL
   WHERE "mentor_id" = '' AND "counted_at" IS NOT NULL AND "local_date" IN (
     SELECT (t."starts_at" AT TIME ZONE 'UTC')::date + b.beside
       FROM generate_series(-1, 1) b(beside), (
         SELECT "starts_at" FROM removed
         UNION
         SELECT n."starts_at" FROM removed r, LATERAL (
           SELECT s."starts_at" FROM "office_sessions" s
            WHERE s."mentee_id" = r."mentee_id" AND s."status" IN ('scheduled', 'completed') AND s."starts_at" > r."starts_at"
            ORDER BY s."starts_at" LIMIT 1) n) t);
  RETURN NULL;
END $$;
CREATE TRIGGER "office_sessions_removed" AFTER DELETE ON "office_sessions"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION "office_sessions_removed"();

-- A rating counts from its reveal on.
CREATE FUNCTION "feedback_counts"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "office_sessions" SET "changed_tx" = pg_current_xact_id()::text::bigint
   WHERE "id" = NEW."office_session_id";
  RETURN NULL;
END $$;
CREATE TRIGGER "feedback_counts_inserted" AFTER INSERT ON "feedback"
  FOR EACH ROW WHEN (NEW."announced_at" IS NOT NULL) EXECUTE FUNCTION "feedback_counts"();
CREATE TRIGGER "feedback_counts_revealed" AFTER UPDATE OF "announced_at" ON "feedback"
  FOR EACH ROW WHEN (NEW."announced_at" IS DISTINCT FROM OLD."announced_at") EXECUTE FUNCTION "feedback_counts"();
