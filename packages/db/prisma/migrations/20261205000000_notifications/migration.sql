CREATE TABLE "notifications" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "actor_id" TEXT,
    "office_session_id" UUID,
    "action_item_id" UUID,
    "data" JSONB NOT NULL DEFAULT '{}',
    "in_app" BOOLEAN NOT NULL,
    "read_at" TIMESTAMPTZ(6),
    "digest_due_at" TIMESTAMPTZ(6),
    "digest_id" UUID,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "notifications_pkey" PRIMARY KEY ("id"),
    -- In one digest at most.
    CONSTRAINT "notifications_digest" CHECK ("digest_due_at" IS NULL OR "digest_id" IS NULL)
);

CREATE UNIQUE INDEX "notifications_user_id_dedupe_key_key" ON "notifications"("user_id", "dedupe_key");
CREATE INDEX "notifications_user_id_created_at_id_idx" ON "notifications"("user_id", "created_at", "id");
CREATE INDEX "notifications_created_at_id_idx" ON "notifications"("created_at", "id");
CREATE INDEX "notifications_digest_id_idx" ON "notifications"("digest_id");
CREATE INDEX "notifications_office_session_id_idx" ON "notifications"("office_session_id");
CREATE INDEX "notifications_action_item_id_idx" ON "notifications"("action_item_id");
-- Counted for everybody whose page is open, every other second.
CREATE INDEX "notifications_unread_idx" ON "notifications"("user_id") WHERE "in_app" AND "read_at" IS NULL;
CREATE INDEX "notifications_digest_due_idx" ON "notifications"("digest_due_at", "user_id") WHERE "digest_due_at" IS NOT NULL;

ALTER TABLE "notifications" ADD CONSTRAINT "notifications_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_office_session_id_fkey" FOREIGN KEY ("office_session_id") REFERENCES "office_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_action_item_id_fkey" FOREIGN KEY ("action_item_id") REFERENCES "action_items"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "notification_choices" (
    "user_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "in_app" BOOLEAN NOT NULL,
    "email" BOOLEAN NOT NULL,

    CONSTRAINT "notification_choices_pkey" PRIMARY KEY ("user_id", "kind")
);

ALTER TABLE "notification_choices" ADD CONSTRAINT "notification_choices_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "notification_settings" (
    "user_id" TEXT NOT NULL,
    "quiet_from" SMALLINT,
    "quiet_until" SMALLINT,
    "digest_at" SMALLINT,
    "remind_before" INTEGER[],
    "changed_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "notification_settings_pkey" PRIMARY KEY ("user_id"),
    CONSTRAINT "notification_settings_quiet" CHECK (
      ("quiet_from" IS NULL) = ("quiet_until" IS NULL) AND "quiet_from" <> "quiet_until"
      AND "quiet_from" BETWEEN 0 AND 1439 AND "quiet_until" BETWEEN 0 AND 1439),
    CONSTRAINT "notification_settings_digest" CHECK ("digest_at" BETWEEN 0 AND 1439),
    -- A week at most, as the trigger below assumes.
    CONSTRAINT "notification_settings_remind" CHECK (
      cardinality("remind_before") <= 5 AND 5 <= ALL ("remind_before") AND 10080 >= ALL ("remind_before"))
);

ALTER TABLE "notification_settings" ADD CONSTRAINT "notification_settings_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Reminders: each person chooses how long before. The sweep reads the sessions whose turn it is, and
-- notes when to look at each of them again.
ALTER TABLE "office_sessions" ADD COLUMN "remind_at" TIMESTAMPTZ(6);
UPDATE "office_sessions" SET "remind_at" = "starts_at" - interval '7 days'
  WHERE "status" = 'scheduled' AND "starts_at" > now();
-- Those of the next day have had their reminder of a day before.
INSERT INTO "notifications" ("id", "user_id", "kind", "dedupe_key", "office_session_id", "in_app", "created_at")
SELECT gen_random_uuid(), p.id, 'session.reminder',
       concat_ws(' ', 'session.reminder', s."id", (extract(epoch FROM s."starts_at") * 1000)::bigint, 1440),
       s."id", false, now()
  FROM "office_sessions" s CROSS JOIN LATERAL (VALUES (s."mentor_id"), (s."mentee_id")) AS p(id)
 WHERE s."status" = 'scheduled' AND s."starts_at" > now() AND s."reminded_version" = s."version";
DROP INDEX "office_sessions_unreminded_idx";
ALTER TABLE "office_sessions" DROP COLUMN "reminded_version";
CREATE INDEX "office_sessions_reminding_idx" ON "office_sessions"("remind_at") WHERE "remind_at" IS NOT NULL;

CREATE FUNCTION "office_sessions_remind"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW.status IS DISTINCT FROM OLD.status OR NEW.starts_at IS DISTINCT FROM OLD.starts_at THEN
    -- As early as anybody can be reminded.
    NEW.remind_at := CASE WHEN NEW.status = 'scheduled' THEN NEW.starts_at - interval '7 days' END;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "office_sessions_remind" BEFORE INSERT OR UPDATE OF "status", "starts_at" ON "office_sessions"
  FOR EACH ROW EXECUTE FUNCTION "office_sessions_remind"();

ALTER TABLE "email_outbox" ADD COLUMN "kind" TEXT, ADD COLUMN "can_wait" BOOLEAN NOT NULL DEFAULT false;

-- Whose due date comes up, once for each date.
ALTER TABLE "action_items" ADD COLUMN "due_told" DATE;
CREATE INDEX "action_items_coming_due_idx" ON "action_items"("due_on")
  WHERE "done_at" IS NULL AND "due_told" IS DISTINCT FROM "due_on";
