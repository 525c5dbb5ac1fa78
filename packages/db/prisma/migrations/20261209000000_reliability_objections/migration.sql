CREATE TYPE "lapse" AS ENUM ('no_show', 'late_cancellation', 'expired_request');
CREATE TYPE "objection_status" AS ENUM ('open', 'accepted', 'declined');

CREATE TABLE "reliability_objections" (
    "id" UUID NOT NULL,
    "person_id" TEXT NOT NULL,
    "office_session_id" UUID NOT NULL,
    "lapse" "lapse" NOT NULL,
    "words" TEXT NOT NULL,
    "status" "objection_status" NOT NULL DEFAULT 'open',
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "decided_at" TIMESTAMPTZ(6),
    "decided_by_id" TEXT,
    "answer" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "reliability_objections_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "reliability_objections_decided" CHECK (
        ("status" = 'open') = ("decided_at" IS NULL)
        AND ("status" <> 'open' OR ("decided_by_id" IS NULL AND "answer" = ''))),
    CONSTRAINT "reliability_objections_length" CHECK (
        length("words") BETWEEN 1 AND 2000 AND length("answer") <= 2000)
);

-- One that is open, or that was accepted, for each line. After a decline, people may object again.
CREATE UNIQUE INDEX "reliability_objections_one_open" ON "reliability_objections"("person_id", "office_session_id", "lapse")
 WHERE "status" <> 'declined';
CREATE INDEX "reliability_objections_person_id_office_session_id_idx" ON "reliability_objections"("person_id", "office_session_id");
CREATE INDEX "reliability_objections_created_at_id_idx" ON "reliability_objections"("created_at", "id");
CREATE INDEX "reliability_objections_open_idx" ON "reliability_objections"("created_at", "id") WHERE "status" = 'open';
CREATE INDEX "reliability_objections_closed_idx" ON "reliability_objections"("created_at", "id") WHERE "status" <> 'open';
CREATE INDEX "reliability_objections_office_session_id_idx" ON "reliability_objections"("office_session_id");
CREATE INDEX "reliability_objections_decided_by_id_idx" ON "reliability_objections"("decided_by_id");

ALTER TABLE "reliability_objections" ADD CONSTRAINT "reliability_objections_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "reliability_objections" ADD CONSTRAINT "reliability_objections_office_session_id_fkey" FOREIGN KEY ("office_session_id") REFERENCES "office_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A person's late cancellations, and nobody else's.
CREATE INDEX "office_sessions_late_canceller_idx" ON "office_sessions"("cancelled_by_id", "starts_at", "id") WHERE "cancelled_late";
