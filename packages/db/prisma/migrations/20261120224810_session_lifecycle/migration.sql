-- AlterTable
ALTER TABLE "office_sessions" DROP COLUMN "reschedule_count",
ADD COLUMN     "mentee_moves" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN     "mentor_moves" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN     "moved_by_id" TEXT,
ADD COLUMN     "settled_at" TIMESTAMPTZ(6);

-- What was the note of a cancellation is now the note of whichever change came last.
ALTER TABLE "office_sessions" RENAME COLUMN "cancel_note" TO "change_note";
UPDATE "office_sessions" SET "change_note" = '' WHERE "change_note" IS NULL;
ALTER TABLE "office_sessions" ALTER COLUMN "change_note" SET DEFAULT '',
ALTER COLUMN "change_note" SET NOT NULL;

-- CreateIndex
CREATE INDEX "office_sessions_status_ends_at_idx" ON "office_sessions"("status", "ends_at");

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "user_id" TEXT NOT NULL,
    "key" UUID NOT NULL,
    "request_hash" TEXT NOT NULL,
    "office_session_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("user_id","key")
);

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- AddForeignKey
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_office_session_id_fkey" FOREIGN KEY ("office_session_id") REFERENCES "office_sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── Hand-written from here on: what the Prisma schema cannot express ──

-- The claims of a request expire with it; those of a scheduled session do not.
ALTER TABLE "time_claims" DROP CONSTRAINT "time_claims_kind", ADD CONSTRAINT "time_claims_kind" CHECK (
  ("kind" = 'session') = ("office_session_id" IS NOT NULL)
  AND ("kind" <> 'hold' OR "expires_at" IS NOT NULL) AND ("kind" <> 'time_off' OR "expires_at" IS NULL));

ALTER TABLE "office_sessions" DROP CONSTRAINT "office_sessions_no_show", ADD CONSTRAINT "office_sessions_no_show" CHECK (
  ("status" = 'no_show') = ("no_show_party" IS NOT NULL) AND ("status" = 'no_show' OR NOT "disputed"));
