-- AlterTable
ALTER TABLE "availability_schedules" DROP COLUMN "version",
ADD COLUMN     "travel" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "mentor_profiles" ADD COLUMN     "availability_version" INTEGER NOT NULL DEFAULT 1;

-- ── Hand-written from here on: what the Prisma schema cannot express ──

ALTER TABLE "availability_schedules" ADD CONSTRAINT "availability_schedules_travel" CHECK (
  NOT "travel" OR ("valid_from" IS NOT NULL AND "valid_to" IS NOT NULL));
