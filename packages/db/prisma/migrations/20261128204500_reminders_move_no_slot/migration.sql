-- Whatever is changed about a session makes its mentor's earliest slot unknown, but for the note of
-- which version its parties were reminded of.
DROP TRIGGER "earliest_slots_forget" ON "office_sessions";
DO $$ BEGIN
  EXECUTE format(
    'CREATE TRIGGER "earliest_slots_forget" AFTER DELETE OR UPDATE OF %s ON "office_sessions"
       FOR EACH ROW EXECUTE FUNCTION "earliest_slots_forget"(''mentor_id'')',
    (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
      WHERE attrelid = '"office_sessions"'::regclass AND attnum > 0 AND NOT attisdropped
        AND attname <> 'reminded_version'));
END $$;
