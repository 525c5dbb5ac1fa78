-- Once for each statement and mentor, not once for each row: a statement that adds thousands of
-- sessions would otherwise update the row of each mentor as often.
CREATE OR REPLACE FUNCTION "earliest_slots_doubt"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "earliest_slots" SET "open_until" = 'epoch', "revision" = "revision" + 1
   WHERE "mentor_id" IN (SELECT to_jsonb(a) ->> TG_ARGV[0] FROM added a);
  RETURN NULL;
END $$;
DROP TRIGGER "earliest_slots_doubt" ON "time_claims";
CREATE TRIGGER "earliest_slots_doubt" AFTER INSERT ON "time_claims"
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION "earliest_slots_doubt"('user_id');
DROP TRIGGER "earliest_slots_doubt" ON "office_sessions";
CREATE TRIGGER "earliest_slots_doubt" AFTER INSERT ON "office_sessions"
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION "earliest_slots_doubt"('mentor_id');
