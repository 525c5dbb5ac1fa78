-- CreateTable
CREATE TABLE "earliest_slots" (
    "mentor_id" TEXT NOT NULL,
    "number" SERIAL NOT NULL,
    "not_before" TIMESTAMPTZ(6) NOT NULL,
    "week_quarters" BYTEA NOT NULL,
    "known_until" TIMESTAMPTZ(6) NOT NULL,
    "horizon_moves_at" TIMESTAMPTZ(6) NOT NULL,
    "grid_minutes" SMALLINT NOT NULL,
    "notice_minutes" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,

    CONSTRAINT "earliest_slots_pkey" PRIMARY KEY ("mentor_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "earliest_slots_number_key" ON "earliest_slots"("number");

-- CreateIndex
CREATE INDEX "earliest_slots_not_before_number_idx" ON "earliest_slots"("not_before", "number");

-- AddForeignKey
ALTER TABLE "earliest_slots" ADD CONSTRAINT "earliest_slots_mentor_id_fkey" FOREIGN KEY ("mentor_id") REFERENCES "mentor_profiles"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── Hand-written from here on: what the Prisma schema cannot express ──

ALTER TABLE "earliest_slots" ADD CONSTRAINT "earliest_slots_week_quarters" CHECK (
  octet_length("week_quarters") = 7 * 24 * 4 / 8);
ALTER TABLE "earliest_slots" ADD CONSTRAINT "earliest_slots_grid" CHECK ("grid_minutes" BETWEEN 1 AND 60);

-- A mentor's row comes with the profile; the foreign key takes it away again.
CREATE FUNCTION "earliest_slots_add"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "earliest_slots" ("mentor_id", "not_before", "week_quarters", "known_until", "horizon_moves_at", "grid_minutes", "notice_minutes", "revision")
  VALUES (NEW."user_id", 'epoch', decode(repeat('00', 84), 'hex'), 'epoch', 'epoch', 1, 0, 0);
  RETURN NULL;
END $$;
CREATE TRIGGER "earliest_slots_add" AFTER INSERT ON "mentor_profiles"
  FOR EACH ROW EXECUTE FUNCTION "earliest_slots_add"();
INSERT INTO "earliest_slots" ("mentor_id", "not_before", "week_quarters", "known_until", "horizon_moves_at", "grid_minutes", "notice_minutes", "revision")
SELECT "user_id", 'epoch', decode(repeat('00', 84), 'hex'), 'epoch', 'epoch', 1, 0, 0 FROM "mentor_profiles";

-- Forgets what is known of the mentors in the named column, before and after the change.
CREATE FUNCTION "earliest_slots_forget"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "earliest_slots"
     SET "not_before" = 'epoch', "known_until" = 'epoch', "horizon_moves_at" = 'epoch',
         "notice_minutes" = 0, "revision" = "revision" + 1
   WHERE "mentor_id" IN (to_jsonb(OLD) ->> TG_ARGV[0], to_jsonb(NEW) ->> TG_ARGV[0]);
  RETURN NULL;
END $$;
CREATE FUNCTION "earliest_slots_forget_schedule"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "earliest_slots"
     SET "not_before" = 'epoch', "known_until" = 'epoch', "horizon_moves_at" = 'epoch',
         "notice_minutes" = 0, "revision" = "revision" + 1
   WHERE "mentor_id" IN (SELECT "mentor_id" FROM "availability_schedules" WHERE "id" IN (OLD."schedule_id", NEW."schedule_id"));
  RETURN NULL;
END $$;

-- New sessions and claims only take time away, so they leave the bounds true and cost nothing here.
CREATE TRIGGER "earliest_slots_forget" AFTER UPDATE OR DELETE ON "time_claims"
  FOR EACH ROW EXECUTE FUNCTION "earliest_slots_forget"('user_id');
CREATE TRIGGER "earliest_slots_forget" AFTER UPDATE OR DELETE ON "office_sessions"
  FOR EACH ROW EXECUTE FUNCTION "earliest_slots_forget"('mentor_id');
CREATE TRIGGER "earliest_slots_forget" AFTER INSERT OR UPDATE OR DELETE ON "availability_schedules"
  FOR EACH ROW EXECUTE FUNCTION "earliest_slots_forget"('mentor_id');
CREATE TRIGGER "earliest_slots_forget" AFTER INSERT OR UPDATE OR DELETE ON "availability_rules"
  FOR EACH ROW EXECUTE FUNCTION "earliest_slots_forget_schedule"();
CREATE TRIGGER "earliest_slots_forget" AFTER INSERT OR UPDATE OR DELETE ON "availability_overrides"
  FOR EACH ROW EXECUTE FUNCTION "earliest_slots_forget"('mentor_id');
CREATE TRIGGER "earliest_slots_forget" AFTER INSERT OR UPDATE OR DELETE ON "time_off"
  FOR EACH ROW EXECUTE FUNCTION "earliest_slots_forget"('mentor_id');
-- Any column: a booking rule that is added later is not forgotten.
CREATE TRIGGER "earliest_slots_forget" AFTER UPDATE ON "mentor_profiles"
  FOR EACH ROW EXECUTE FUNCTION "earliest_slots_forget"('user_id');
CREATE TRIGGER "earliest_slots_forget" AFTER UPDATE OF "role", "status", "time_zone" ON "users"
  FOR EACH ROW EXECUTE FUNCTION "earliest_slots_forget"('id');
