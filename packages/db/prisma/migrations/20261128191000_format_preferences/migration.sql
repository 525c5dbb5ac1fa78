-- CreateEnum
CREATE TYPE "clock" AS ENUM ('h12', 'h23');

-- CreateEnum
CREATE TYPE "date_order" AS ENUM ('mdy', 'dmy', 'ymd');

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "clock" "clock",
ADD COLUMN     "date_order" "date_order",
ADD COLUMN     "locale" TEXT,
ADD COLUMN     "week_start" SMALLINT;

-- ── Hand-written from here on: what the Prisma schema cannot express ──

ALTER TABLE "users" ADD CONSTRAINT "users_locale"
  CHECK ("locale" ~ '^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$' AND length("locale") <= 64);
ALTER TABLE "users" ADD CONSTRAINT "users_week_start" CHECK ("week_start" BETWEEN 1 AND 7);

-- Where a person is from goes with the rest of them.
ALTER TABLE "users" DROP CONSTRAINT "users_anonymized";
ALTER TABLE "users" ADD CONSTRAINT "users_anonymized" CHECK (
  "anonymized_at" IS NULL
  OR ("status" = 'suspended' AND "email" = 'erased-' || lower("id") || '@erased.invalid'
      AND "image" IS NULL AND "status_reason" IS NULL AND "last_login_at" IS NULL
      AND "locale" IS NULL AND "clock" IS NULL AND "date_order" IS NULL AND "week_start" IS NULL));
