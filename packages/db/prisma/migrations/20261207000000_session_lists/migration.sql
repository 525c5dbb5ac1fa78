-- When a dispute arose. Those that arose before count from the end of their session.
ALTER TABLE "office_sessions" ADD COLUMN "disputed_at" TIMESTAMPTZ(6);

-- What the two people of a session said when they reported each other as absent.
CREATE TABLE "no_show_reports" (
    "office_session_id" UUID NOT NULL,
    "author_id" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "no_show_reports_pkey" PRIMARY KEY ("office_session_id", "author_id"),
    CONSTRAINT "no_show_reports_length" CHECK (length("words") <= 500)
);

CREATE INDEX "no_show_reports_author_id_idx" ON "no_show_reports"("author_id");

ALTER TABLE "no_show_reports" ADD CONSTRAINT "no_show_reports_office_session_id_fkey" FOREIGN KEY ("office_session_id") REFERENCES "office_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "no_show_reports" ADD CONSTRAINT "no_show_reports_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── Hand-written from here on: what the Prisma schema cannot express ──

-- The lists of staff, in their order.
CREATE INDEX "office_sessions_disputed_idx" ON "office_sessions"("starts_at", "id") WHERE "disputed";
CREATE INDEX "office_sessions_cancelled_late_idx" ON "office_sessions"("starts_at", "id") WHERE "cancelled_late";
-- The queue of disputes, the oldest first.
CREATE INDEX "office_sessions_dispute_queue_idx" ON "office_sessions"((coalesce("disputed_at", "ends_at")), "id") WHERE "disputed";
-- The search by topic.
CREATE INDEX "office_sessions_topic_idx" ON "office_sessions" USING gin ((lower("topic")) gin_trgm_ops);
