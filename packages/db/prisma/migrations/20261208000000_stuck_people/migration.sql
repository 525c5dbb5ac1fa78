-- Who waits for a session: one row for each active mentee, kept by the triggers below, so lists of
-- them read only what they show.
CREATE TABLE "mentee_waits" (
    "user_id" TEXT NOT NULL,
    "since" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "mentee_waits_pkey" PRIMARY KEY ("user_id")
);
CREATE INDEX "mentee_waits_since_user_id_idx" ON "mentee_waits"("since", "user_id");
ALTER TABLE "mentee_waits" ADD CONSTRAINT "mentee_waits_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The end of the last session that took place or is agreed or asked for, which may be ahead; without
-- one, the beginning of the account.
CREATE FUNCTION "mentee_waits_since"("mentee" TEXT) RETURNS TIMESTAMPTZ STABLE LANGUAGE sql AS $$
  SELECT date_trunc('milliseconds', greatest(u.created_at, (
    SELECT max(own.ends_at) FROM (
      SELECT s.ends_at FROM office_sessions s
       WHERE s.mentee_id = u.id AND s.status IN ('requested', 'scheduled', 'completed')
      -- Their own sessions first: the latest of all sessions would be looked through for theirs.
      OFFSET 0) AS own)))
    FROM users u WHERE u.id = mentee
$$;

CREATE FUNCTION "mentee_waits_follow_user"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.role = 'mentee' AND NEW.status = 'active' THEN
    INSERT INTO mentee_waits (user_id, since) VALUES (NEW.id, mentee_waits_since(NEW.id))
      ON CONFLICT DO NOTHING;
  ELSE
    DELETE FROM mentee_waits WHERE user_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "mentee_waits_follow_new_user" AFTER INSERT ON "users"
  FOR EACH ROW WHEN (NEW.role = 'mentee' AND NEW.status = 'active')
  EXECUTE FUNCTION "mentee_waits_follow_user"();
CREATE TRIGGER "mentee_waits_follow_user" AFTER UPDATE OF "role", "status" ON "users"
  FOR EACH ROW WHEN (NEW.role IS DISTINCT FROM OLD.role OR NEW.status IS DISTINCT FROM OLD.status)
  EXECUTE FUNCTION "mentee_waits_follow_user"();

CREATE FUNCTION "mentee_waits_follow_session"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  mentee TEXT := coalesce(NEW.mentee_id, OLD.mentee_id);
BEGIN
  -- Locked first: of two changes at once, the second looks again after the first has committed.
  PERFORM FROM mentee_waits WHERE user_id = mentee FOR UPDATE;
  UPDATE mentee_waits SET since = mentee_waits_since(mentee) WHERE user_id = mentee;
  RETURN NULL;
END $$;
CREATE TRIGGER "mentee_waits_follow_new_session" AFTER INSERT OR DELETE ON "office_sessions"
  FOR EACH ROW EXECUTE FUNCTION "mentee_waits_follow_session"();
CREATE TRIGGER "mentee_waits_follow_session" AFTER UPDATE OF "status", "starts_at", "ends_at" ON "office_sessions"
  FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status OR NEW.ends_at IS DISTINCT FROM OLD.ends_at)
  EXECUTE FUNCTION "mentee_waits_follow_session"();

INSERT INTO "mentee_waits" ("user_id", "since")
SELECT "id", mentee_waits_since("id") FROM "users" WHERE "role" = 'mentee' AND "status" = 'active';

CREATE TYPE "nudge_reason" AS ENUM ('waiting', 'expired', 'unanswered');

-- What staff write to somebody who is stuck.
CREATE TABLE "nudges" (
    "id" UUID NOT NULL,
    "person_id" TEXT NOT NULL,
    "sent_by_id" TEXT,
    "reason" "nudge_reason" NOT NULL,
    "office_session_id" UUID,
    "text" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(6) NOT NULL,
    "next_from" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "nudges_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "nudges_text" CHECK ("text" <> ''),
    CONSTRAINT "nudges_next_from" CHECK ("next_from" - "sent_at" = interval '168 hours'),
    -- Nobody is nudged twice in a week, by any two people at once.
    CONSTRAINT "nudges_once_a_week" EXCLUDE USING gist ("person_id" WITH =, tstzrange("sent_at", "next_from", '[)') WITH &&)
);
CREATE INDEX "nudges_person_id_sent_at_id_idx" ON "nudges"("person_id", "sent_at", "id");
CREATE INDEX "nudges_sent_by_id_sent_at_id_idx" ON "nudges"("sent_by_id", "sent_at", "id");
CREATE INDEX "nudges_office_session_id_idx" ON "nudges"("office_session_id");
ALTER TABLE "nudges" ADD CONSTRAINT "nudges_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "nudges" ADD CONSTRAINT "nudges_office_session_id_fkey" FOREIGN KEY ("office_session_id") REFERENCES "office_sessions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "program_settings"
  ADD COLUMN "stuck_after_days" SMALLINT NOT NULL DEFAULT 21,
  ADD COLUMN "next_summary_at" TIMESTAMPTZ(6),
  ADD CONSTRAINT "program_settings_stuck_after_days" CHECK ("stuck_after_days" BETWEEN 7 AND 365);

-- When each part of the background work last ended well.
CREATE TABLE "sweep_runs" (
    "name" TEXT NOT NULL,
    "ran_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "sweep_runs_pkey" PRIMARY KEY ("name")
);

-- What each of the two has promised and not done yet.
CREATE INDEX "action_items_open_of_mentor_idx" ON "action_items"("mentor_id", "due_on", "id")
  WHERE "done_at" IS NULL AND "owner" = 'mentor';
CREATE INDEX "action_items_open_of_mentee_idx" ON "action_items"("mentee_id", "due_on", "id")
  WHERE "done_at" IS NULL AND "owner" = 'mentee';
