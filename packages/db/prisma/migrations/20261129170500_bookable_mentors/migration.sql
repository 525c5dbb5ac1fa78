-- The directory lists a mentor only when somebody could book: with hours, and a place to meet.

-- AlterTable
ALTER TABLE "mentor_profiles" ADD COLUMN     "missing_steps" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

-- ── Hand-written from here on: what the Prisma schema cannot express ──

-- The one rule of what a mentor still has to do, and of who is listed.
CREATE OR REPLACE FUNCTION "mentor_profiles_describe"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  mentor "users";
  labels TEXT;
  has_hours BOOLEAN;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT * INTO mentor FROM "users" WHERE "id" = NEW."user_id" FOR SHARE;
  ELSE
    SELECT * INTO mentor FROM "users" WHERE "id" = NEW."user_id";
  END IF;
  SELECT string_agg("label", E'\n' ORDER BY "slug") INTO labels
    FROM "expertise" WHERE "mentor_id" = NEW."user_id";
  has_hours :=
    EXISTS (SELECT FROM "availability_schedules" s JOIN "availability_rules" r ON r."schedule_id" = s."id"
             WHERE s."mentor_id" = NEW."user_id")
    OR EXISTS (SELECT FROM "availability_overrides"
                WHERE "mentor_id" = NEW."user_id" AND "kind" = 'replace');
  NEW."missing_steps" := array_remove(ARRAY[
    CASE WHEN NOT has_hours THEN 'hours' END,
    CASE WHEN coalesce(NEW."location", '') = '' THEN 'location' END], NULL);
  NEW."is_listed" := mentor."role" = 'mentor' AND mentor."status" = 'active'
    AND NEW."booking_state" <> 'closed' AND cardinality(NEW."missing_steps") = 0;
  NEW."search_text" := concat_ws(E'\n', mentor."name", NEW."headline", labels);
  RETURN NEW;
END $$;

-- Any change of hours comes to the rule above. The update locks the profile: of two changes at
-- once, the second sees what the first did.
CREATE FUNCTION "mentor_profiles_follow_hours"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "mentor_profiles" SET "is_listed" = false
   WHERE "user_id" IN (SELECT "mentor_id" FROM changed);
  RETURN NULL;
END $$;
CREATE FUNCTION "mentor_profiles_follow_rules"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "mentor_profiles" SET "is_listed" = false
   WHERE "user_id" IN (SELECT s."mentor_id" FROM changed c
                         JOIN "availability_schedules" s ON s."id" = c."schedule_id");
  RETURN NULL;
END $$;
CREATE TRIGGER "mentor_profiles_follow_added" AFTER INSERT ON "availability_rules"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "mentor_profiles_follow_rules"();
CREATE TRIGGER "mentor_profiles_follow_removed" AFTER DELETE ON "availability_rules"
  REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "mentor_profiles_follow_rules"();
-- The rules of a schedule go with it, and then nothing tells whose they were.
CREATE TRIGGER "mentor_profiles_follow_removed" AFTER DELETE ON "availability_schedules"
  REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "mentor_profiles_follow_hours"();
CREATE TRIGGER "mentor_profiles_follow_added" AFTER INSERT ON "availability_overrides"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "mentor_profiles_follow_hours"();
CREATE TRIGGER "mentor_profiles_follow_changed" AFTER UPDATE ON "availability_overrides"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "mentor_profiles_follow_hours"();
CREATE TRIGGER "mentor_profiles_follow_removed" AFTER DELETE ON "availability_overrides"
  REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "mentor_profiles_follow_hours"();

-- Mentors who can be booked today stay in the directory. Their sessions had no place, and the page
-- of each said so in these words.
UPDATE "mentor_profiles" p SET "location" = 'Your mentor will tell you.'
 WHERE p."location" IS NULL
   AND (EXISTS (SELECT FROM "availability_schedules" s JOIN "availability_rules" r ON r."schedule_id" = s."id"
                 WHERE s."mentor_id" = p."user_id")
        OR EXISTS (SELECT FROM "availability_overrides" o
                    WHERE o."mentor_id" = p."user_id" AND o."kind" = 'replace'));

-- All others, by the new rule.
UPDATE "mentor_profiles" SET "search_text" = '';
