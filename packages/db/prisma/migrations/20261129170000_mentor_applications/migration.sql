-- CreateEnum
CREATE TYPE "mentor_application_status" AS ENUM ('pending', 'approved', 'declined', 'withdrawn');

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "wants_to_mentor" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "mentor_applications" (
    "id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "status" "mentor_application_status" NOT NULL DEFAULT 'pending',
    "expertise" TEXT[],
    "experience" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "submitted_at" TIMESTAMPTZ(6) NOT NULL,
    "settled_at" TIMESTAMPTZ(6),
    "decided_by_id" TEXT,
    "answer" TEXT,

    CONSTRAINT "mentor_applications_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "mentor_applications_user_id_submitted_at_idx" ON "mentor_applications"("user_id", "submitted_at");

-- CreateIndex
CREATE INDEX "mentor_applications_submitted_at_id_idx" ON "mentor_applications"("submitted_at", "id");

-- CreateIndex
CREATE INDEX "mentor_applications_status_submitted_at_id_idx" ON "mentor_applications"("status", "submitted_at", "id");

-- CreateIndex
CREATE INDEX "mentor_applications_decided_by_id_idx" ON "mentor_applications"("decided_by_id");

-- AddForeignKey
ALTER TABLE "mentor_applications" ADD CONSTRAINT "mentor_applications_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── Hand-written from here on: what the Prisma schema cannot express ──

-- One open application per person, however often the button is pressed.
CREATE UNIQUE INDEX "mentor_applications_one_open" ON "mentor_applications"("user_id") WHERE "status" = 'pending';

ALTER TABLE "mentor_applications" ADD CONSTRAINT "mentor_applications_settled" CHECK (
  ("status" = 'pending') = ("settled_at" IS NULL) AND "settled_at" >= "submitted_at");
ALTER TABLE "mentor_applications" ADD CONSTRAINT "mentor_applications_decided" CHECK (
  ("status" IN ('approved', 'declined')) = ("answer" IS NOT NULL)
  AND ("decided_by_id" IS NULL OR "status" IN ('approved', 'declined')));
ALTER TABLE "mentor_applications" ADD CONSTRAINT "mentor_applications_expertise" CHECK (
  cardinality("expertise") > 0);
