CREATE TYPE "misuse_subject" AS ENUM ('person', 'session', 'notes', 'feedback');
CREATE TYPE "misuse_reason" AS ENUM ('harassment', 'discrimination', 'spam', 'safety', 'other');
CREATE TYPE "misuse_outcome" AS ENUM ('action_taken', 'no_action');

CREATE TABLE "misuse_reports" (
    "id" UUID NOT NULL,
    "reporter_id" TEXT,
    "reported_id" TEXT NOT NULL,
    "about" "misuse_subject" NOT NULL,
    "office_session_id" UUID,
    "quote" TEXT NOT NULL DEFAULT '',
    "reason" "misuse_reason" NOT NULL,
    "words" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "decided_at" TIMESTAMPTZ(6),
    "decided_by_id" TEXT,
    "outcome" "misuse_outcome",
    "decision" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "misuse_reports_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "misuse_reports_decided" CHECK (
        ("decided_at" IS NULL) = ("outcome" IS NULL)
        AND ("decided_at" IS NOT NULL OR ("decided_by_id" IS NULL AND "decision" = ''))),
    CONSTRAINT "misuse_reports_length" CHECK (length("words") <= 2000 AND length("decision") <= 2000),
    CONSTRAINT "misuse_reports_two_people" CHECK ("reporter_id" <> "reported_id")
);

CREATE INDEX "misuse_reports_created_at_id_idx" ON "misuse_reports"("created_at", "id");
CREATE INDEX "misuse_reports_reporter_id_created_at_id_idx" ON "misuse_reports"("reporter_id", "created_at", "id");
CREATE INDEX "misuse_reports_reported_id_idx" ON "misuse_reports"("reported_id");
CREATE INDEX "misuse_reports_decided_by_id_idx" ON "misuse_reports"("decided_by_id");
CREATE INDEX "misuse_reports_office_session_id_idx" ON "misuse_reports"("office_session_id");
CREATE INDEX "misuse_reports_open_idx" ON "misuse_reports"("created_at", "id") WHERE "decided_at" IS NULL;
CREATE INDEX "misuse_reports_closed_idx" ON "misuse_reports"("created_at", "id") WHERE "decided_at" IS NOT NULL;

ALTER TABLE "misuse_reports" ADD CONSTRAINT "misuse_reports_reporter_id_fkey" FOREIGN KEY ("reporter_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "misuse_reports" ADD CONSTRAINT "misuse_reports_reported_id_fkey" FOREIGN KEY ("reported_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "misuse_reports" ADD CONSTRAINT "misuse_reports_office_session_id_fkey" FOREIGN KEY ("office_session_id") REFERENCES "office_sessions"("id") ON DELETE SET NULL ON UPDATE CASCADE;
