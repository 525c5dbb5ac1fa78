-- Who sees a field of a profile. The defaults are what held before: mentors' profiles are public,
-- mentees' are for the people they meet.
CREATE TYPE "field_visibility" AS ENUM ('everyone', 'sessions', 'staff');

ALTER TABLE "mentee_profiles"
ADD COLUMN "experience_level_visibility" "field_visibility" NOT NULL DEFAULT 'sessions',
ADD COLUMN "goals_visibility" "field_visibility" NOT NULL DEFAULT 'sessions',
ADD COLUMN "background_visibility" "field_visibility" NOT NULL DEFAULT 'sessions',
ADD COLUMN "interests_visibility" "field_visibility" NOT NULL DEFAULT 'sessions',
ADD COLUMN "weekly_hours_visibility" "field_visibility" NOT NULL DEFAULT 'sessions',
ADD COLUMN "learning_style_visibility" "field_visibility" NOT NULL DEFAULT 'sessions';

ALTER TABLE "mentor_profiles"
ADD COLUMN "headline_visibility" "field_visibility" NOT NULL DEFAULT 'everyone',
ADD COLUMN "bio_visibility" "field_visibility" NOT NULL DEFAULT 'everyone',
ADD COLUMN "languages_visibility" "field_visibility" NOT NULL DEFAULT 'everyone',
ADD COLUMN "expertise_visibility" "field_visibility" NOT NULL DEFAULT 'everyone';

-- ── Hand-written from here on: what the Prisma schema cannot express ──

-- Only what everyone may see can be searched: a search must not tell what a field hides.
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
  IF NEW."expertise_visibility" = 'everyone' THEN
    SELECT string_agg("label", E'\n' ORDER BY "slug") INTO labels
      FROM "expertise" WHERE "mentor_id" = NEW."user_id";
  END IF;
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
  NEW."search_text" := concat_ws(E'\n', mentor."name",
    CASE WHEN NEW."headline_visibility" = 'everyone' THEN NEW."headline" END, labels);
  RETURN NEW;
END $$;
