-- When each of the two expects to arrive, if they said that they come later. Adding columns without
-- a default rewrites nothing.
ALTER TABLE "office_sessions" ADD COLUMN "mentor_late_until" TIMESTAMPTZ(6),
ADD COLUMN "mentee_late_until" TIMESTAMPTZ(6);
