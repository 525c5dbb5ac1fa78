-- What the directory asks of every mentor, in one row: joined together for each search, three tables
-- were read whole, since nothing tells the planner that whoever has such a profile is a mentor.

-- AlterTable
ALTER TABLE "mentor_profiles" ADD COLUMN "is_listed" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "search_text" TEXT NOT NULL DEFAULT '';

-- ── Hand-written from here on: what the Prisma schema cannot express ──

-- The one rule of who is listed. A new profile waits for a change of its user's role or name that is
-- under way; a later change of those comes here by itself.
CREATE FUNCTION "mentor_profiles_describe"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  mentor "users";
  labels TEXT;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT * INTO mentor FROM "users" WHERE "id" = NEW."user_id" FOR SHARE;
  ELSE
    SELECT * INTO mentor FROM "users" WHERE "id" = NEW."user_id";
  END IF;
  SELECT string_agg("label", E'\n' ORDER BY "slug") INTO labels
    FROM "expertise" WHERE "mentor_id" = NEW."user_id";
  NEW."is_listed" := mentor."role" = 'mentor' AND mentor."status" = 'active'
    AND NEW."booking_state" <> 'closed';
  NEW."search_text" := concat_ws(E'\n', mentor."name", NEW."headline", labels);
  RETURN NEW;
END $$;
CREATE TRIGGER "mentor_profiles_describe" BEFORE INSERT OR UPDATE ON "mentor_profiles"
  FOR EACH ROW EXECUTE FUNCTION "mentor_profiles_describe"();

CREATE FUNCTION "mentor_profiles_follow_user"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "mentor_profiles" SET "is_listed" = false WHERE "user_id" = NEW."id";
  RETURN NULL;
END $$;
CREATE TRIGGER "mentor_profiles_follow_user" AFTER UPDATE OF "role", "status", "name" ON "users"
  FOR EACH ROW
  WHEN ((OLD."role", OLD."status", OLD."name") IS DISTINCT FROM (NEW."role", NEW."status", NEW."name"))
  EXECUTE FUNCTION "mentor_profiles_follow_user"();

CREATE FUNCTION "mentor_profiles_follow_expertise"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "mentor_profiles" SET "search_text" = ''
   WHERE "user_id" IN (SELECT "mentor_id" FROM changed);
  RETURN NULL;
END $$;
CREATE TRIGGER "mentor_profiles_follow_added" AFTER INSERT ON "expertise"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "mentor_profiles_follow_expertise"();
CREATE TRIGGER "mentor_profiles_follow_changed" AFTER UPDATE ON "expertise"
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "mentor_profiles_follow_expertise"();
CREATE TRIGGER "mentor_profiles_follow_removed" AFTER DELETE ON "expertise"
  REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION "mentor_profiles_follow_expertise"();

-- To be named or described anew moves no slot; any other column may, also one that is added later.
DROP TRIGGER "earliest_slots_forget" ON "mentor_profiles";
CREATE TRIGGER "earliest_slots_forget" AFTER UPDATE ON "mentor_profiles"
  FOR EACH ROW
  WHEN (to_jsonb(OLD) - 'search_text' IS DISTINCT FROM to_jsonb(NEW) - 'search_text')
  EXECUTE FUNCTION "earliest_slots_forget"('user_id');

-- Those that are there.
UPDATE "mentor_profiles" SET "search_text" = '';

-- CreateIndex
CREATE INDEX "mentor_profiles_search_text_idx" ON "mentor_profiles" USING GIN ("search_text" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "earliest_slots_open_until_idx" ON "earliest_slots"("open_until");
