-- AlterTable
ALTER TABLE "program_settings" ADD COLUMN "logo" BYTEA, ADD COLUMN "logo_digest" TEXT;

-- What Prisma cannot express.
ALTER TABLE "program_settings" ADD CONSTRAINT "program_settings_logo" CHECK (
  ("logo" IS NULL) = ("logo_digest" IS NULL)
  AND ("logo" IS NULL OR octet_length("logo") BETWEEN 1 AND 200000));
