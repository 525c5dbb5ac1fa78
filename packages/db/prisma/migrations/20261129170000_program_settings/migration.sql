-- CreateEnum
CREATE TYPE "sign_up_policy" AS ENUM ('open', 'domains', 'invitation');

-- CreateTable
CREATE TABLE "program_settings" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL DEFAULT 'Sundial',
    "contact_email" TEXT,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "terms_url" TEXT,
    "privacy_url" TEXT,
    "sign_up_policy" "sign_up_policy" NOT NULL DEFAULT 'open',
    "sign_up_domains" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "max_active_sessions" SMALLINT NOT NULL DEFAULT 5,
    "default_min_notice_minutes" INTEGER NOT NULL DEFAULT 240,
    "keep_origins_months" SMALLINT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "program_settings_pkey" PRIMARY KEY ("id")
);

-- What Prisma cannot express.

-- One row, which works as before there were settings.
ALTER TABLE "program_settings" ADD CONSTRAINT "program_settings_one_row" CHECK ("id" = 1);
INSERT INTO "program_settings" DEFAULT VALUES;
CREATE FUNCTION "program_settings_stay"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the program has exactly one row of settings' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER "program_settings_no_delete" BEFORE DELETE ON "program_settings"
  FOR EACH ROW EXECUTE FUNCTION "program_settings_stay"();
CREATE TRIGGER "program_settings_no_truncate" BEFORE TRUNCATE ON "program_settings"
  FOR EACH STATEMENT EXECUTE FUNCTION "program_settings_stay"();

ALTER TABLE "program_settings" ADD CONSTRAINT "program_settings_contact_email_lower_case" CHECK (
  "contact_email" = lower("contact_email"));
ALTER TABLE "program_settings" ADD CONSTRAINT "program_settings_sign_up_domains" CHECK (
  "sign_up_domains" IS NOT NULL AND ("sign_up_policy" <> 'domains' OR cardinality("sign_up_domains") > 0));
ALTER TABLE "program_settings" ADD CONSTRAINT "program_settings_numbers" CHECK (
  "max_active_sessions" BETWEEN 1 AND 50 AND "default_min_notice_minutes" BETWEEN 0 AND 43200
  AND ("keep_origins_months" IS NULL OR "keep_origins_months" BETWEEN 1 AND 120));
