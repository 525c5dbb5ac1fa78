-- When a session was to start before it was last moved; null for those that never were.
ALTER TABLE "office_sessions" ADD COLUMN "moved_from" TIMESTAMPTZ(6);
