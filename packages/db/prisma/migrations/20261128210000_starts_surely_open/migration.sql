-- AlterTable
ALTER TABLE "earliest_slots" ADD COLUMN "open_quarters" BYTEA NOT NULL DEFAULT decode(repeat('00', 84), 'hex'),
ADD COLUMN "open_until" TIMESTAMPTZ(6) NOT NULL DEFAULT 'epoch';

-- ── Hand-written from here on: what the Prisma schema cannot express ──

-- The defaults were for the rows that were there.
ALTER TABLE "earliest_slots" ALTER COLUMN "open_quarters" DROP DEFAULT, ALTER COLUMN "open_until" DROP DEFAULT;
ALTER TABLE "earliest_slots" ADD CONSTRAINT "earliest_slots_open_quarters" CHECK (
  octet_length("open_quarters") = 7 * 24 * 4 / 8);

-- Worked out anew by the next reader or the sweep.
UPDATE "earliest_slots"
   SET "not_before" = 'epoch', "known_until" = 'epoch', "horizon_moves_at" = 'epoch',
       "notice_minutes" = 0, "revision" = "revision" + 1;

CREATE OR REPLACE FUNCTION "earliest_slots_add"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "earliest_slots" ("mentor_id", "not_before", "week_quarters", "known_until", "horizon_moves_at", "grid_minutes", "notice_minutes", "open_quarters", "open_until", "revision")
  VALUES (NEW."user_id", 'epoch', decode(repeat('00', 84), 'hex'), 'epoch', 'epoch', 1, 0, decode(repeat('00', 84), 'hex'), 'epoch', 0);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION "earliest_slots_forget"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "earliest_slots"
     SET "not_before" = 'epoch', "known_until" = 'epoch', "horizon_moves_at" = 'epoch',
         "notice_minutes" = 0, "open_until" = 'epoch', "revision" = "revision" + 1
   WHERE "mentor_id" IN (to_jsonb(OLD) ->> TG_ARGV[0], to_jsonb(NEW) ->> TG_ARGV[0]);
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION "earliest_slots_forget_schedule"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "earliest_slots"
     SET "not_before" = 'epoch', "known_until" = 'epoch', "horizon_moves_at" = 'epoch',
         "notice_minutes" = 0, "open_until" = 'epoch', "revision" = "revision" + 1
   WHERE "mentor_id" IN (SELECT "mentor_id" FROM "availability_schedules" WHERE "id" IN (OLD."schedule_id", NEW."schedule_id"));
  RETURN NULL;
END $$;

-- New sessions and claims only take time away: the bounds stay true, but nothing is surely open. The
-- revision rises, so that what was worked out before is not kept after.
CREATE FUNCTION "earliest_slots_doubt"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "earliest_slots" SET "open_until" = 'epoch', "revision" = "revision" + 1
   WHERE "mentor_id" = to_jsonb(NEW) ->> TG_ARGV[0];
  RETURN NULL;
END $$;
CREATE TRIGGER "earliest_slots_doubt" AFTER INSERT ON "time_claims"
  FOR EACH ROW EXECUTE FUNCTION "earliest_slots_doubt"('user_id');
CREATE TRIGGER "earliest_slots_doubt" AFTER INSERT ON "office_sessions"
  FOR EACH ROW EXECUTE FUNCTION "earliest_slots_doubt"('mentor_id');
