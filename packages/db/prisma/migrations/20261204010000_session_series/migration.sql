-- A series: sessions of the same two people that were booked at once. Each is a session of its own;
-- these columns say which ones belong together, and never change.
ALTER TABLE "office_sessions"
ADD COLUMN "series_id" UUID,
ADD COLUMN "series_number" SMALLINT,
ADD COLUMN "series_size" SMALLINT;

CREATE UNIQUE INDEX "office_sessions_series_id_series_number_key" ON "office_sessions"("series_id", "series_number");

-- ── Hand-written from here on: what the Prisma schema cannot express ──

ALTER TABLE "office_sessions"
ADD CONSTRAINT "office_sessions_series_complete" CHECK (
  num_nonnulls("series_id", "series_number", "series_size") IN (0, 3)),
ADD CONSTRAINT "office_sessions_series_place" CHECK (
  "series_size" BETWEEN 2 AND 8 AND "series_number" BETWEEN 1 AND "series_size"),
-- All sessions of a series have the same two people.
ADD CONSTRAINT "office_sessions_series_people" EXCLUDE USING gist (
  "series_id" WITH =, ("mentor_id" || ' ' || "mentee_id") WITH <>)
  WHERE ("series_id" IS NOT NULL);
