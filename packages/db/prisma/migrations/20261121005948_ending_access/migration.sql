-- DropForeignKey
ALTER TABLE "office_sessions" DROP CONSTRAINT "office_sessions_mentee_id_fkey";

-- DropForeignKey
ALTER TABLE "office_sessions" DROP CONSTRAINT "office_sessions_mentor_id_fkey";

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "anonymized_at" TIMESTAMPTZ(6);

-- CreateIndex
CREATE INDEX "events_action_seq_idx" ON "events"("action", "seq");

-- CreateIndex
CREATE INDEX "users_name_id_idx" ON "users"("name", "id");

-- AddForeignKey
ALTER TABLE "office_sessions" ADD CONSTRAINT "office_sessions_mentor_id_fkey" FOREIGN KEY ("mentor_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "office_sessions" ADD CONSTRAINT "office_sessions_mentee_id_fkey" FOREIGN KEY ("mentee_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ── Hand-written from here on: what the Prisma schema cannot express ──

-- An erased account has nothing of the person left, and never comes back.
ALTER TABLE "users" ADD CONSTRAINT "users_anonymized" CHECK (
  "anonymized_at" IS NULL
  OR ("status" = 'suspended' AND "email" = 'erased-' || lower("id") || '@erased.invalid'
      AND "image" IS NULL AND "status_reason" IS NULL AND "last_login_at" IS NULL));

-- Once there is an active admin, there is always one. The lock lets only one admin go at a time, so
-- that two who leave at once see each other; the statement after it reads what the other one did.
CREATE FUNCTION "users_last_admin"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(5417003);
  IF NOT EXISTS (SELECT FROM "users" WHERE "role" = 'admin' AND "status" = 'active') THEN
    RAISE EXCEPTION 'somebody has to be an active admin: "users_last_admin"'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'users_last_admin';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "users_last_admin" AFTER UPDATE OF "role", "status" ON "users" FOR EACH ROW
  WHEN (OLD."role" = 'admin' AND OLD."status" = 'active' AND NOT (NEW."role" = 'admin' AND NEW."status" = 'active'))
  EXECUTE FUNCTION "users_last_admin"();
CREATE TRIGGER "users_last_admin_deleted" AFTER DELETE ON "users" FOR EACH ROW
  WHEN (OLD."role" = 'admin' AND OLD."status" = 'active')
  EXECUTE FUNCTION "users_last_admin"();
