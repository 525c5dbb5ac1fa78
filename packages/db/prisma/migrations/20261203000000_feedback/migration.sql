-- Nothing wrote feedback before, so no table is rewritten.
ALTER TABLE "feedback" ADD COLUMN "party" "party" NOT NULL,
ADD COLUMN "about_id" TEXT NOT NULL,
ADD COLUMN "announced_at" TIMESTAMPTZ(6),
ALTER COLUMN "visible_at" SET NOT NULL,
ALTER COLUMN "created_at" DROP DEFAULT,
ADD CONSTRAINT "feedback_length" CHECK (length("comment") <= 2000 AND length("private_to_pm") <= 2000),
-- An announcement never comes before the reveal.
ADD CONSTRAINT "feedback_announced" CHECK ("announced_at" >= "visible_at"),
ADD CONSTRAINT "feedback_two_people" CHECK ("author_id" <> "about_id");

-- By side, not by author: an erased author must not be able to send it again.
DROP INDEX "feedback_office_session_id_author_id_key";
CREATE UNIQUE INDEX "feedback_office_session_id_party_key" ON "feedback"("office_session_id", "party");
CREATE INDEX "feedback_author_id_created_at_id_idx" ON "feedback"("author_id", "created_at", "id");
CREATE INDEX "feedback_about_id_created_at_id_idx" ON "feedback"("about_id", "created_at", "id");
-- What the sweep announces next.
CREATE INDEX "feedback_unannounced_idx" ON "feedback"("visible_at") WHERE "announced_at" IS NULL;

ALTER TABLE "feedback" ADD CONSTRAINT "feedback_about_id_fkey" FOREIGN KEY ("about_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Each side writes for itself, about the other. Erasing an author later leaves the side.
CREATE FUNCTION "feedback_parties"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM "office_sessions" s
     WHERE s."id" = NEW."office_session_id"
       AND (NEW."party", NEW."author_id", NEW."about_id") IN (
         ('mentor'::party, s."mentor_id", s."mentee_id"), ('mentee'::party, s."mentee_id", s."mentor_id"))) THEN
    RAISE EXCEPTION 'feedback is between the two people of its session: "feedback_parties"'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'feedback_parties';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "feedback_parties" AFTER INSERT ON "feedback"
  FOR EACH ROW EXECUTE FUNCTION "feedback_parties"();

CREATE TABLE "mentor_ratings" (
    "mentor_id" TEXT NOT NULL,
    "average" DOUBLE PRECISION,
    "ratings" INTEGER NOT NULL DEFAULT 0,
    "people" INTEGER NOT NULL DEFAULT 0,
    "counted_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "mentor_ratings_pkey" PRIMARY KEY ("mentor_id"),
    -- No average that fewer than five people could be recognized in.
    CONSTRAINT "mentor_ratings_enough" CHECK (("average" IS NULL) = ("people" < 5) AND "people" BETWEEN 0 AND "ratings"),
    CONSTRAINT "mentor_ratings_range" CHECK ("average" BETWEEN 1 AND 5)
);

CREATE INDEX "mentor_ratings_counted_at_idx" ON "mentor_ratings"("counted_at");

ALTER TABLE "mentor_ratings" ADD CONSTRAINT "mentor_ratings_mentor_id_fkey" FOREIGN KEY ("mentor_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
