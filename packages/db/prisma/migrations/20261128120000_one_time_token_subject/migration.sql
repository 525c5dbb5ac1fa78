-- AlterTable
ALTER TABLE "verifications" ADD COLUMN     "attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "subject" TEXT;

-- CreateIndex
CREATE INDEX "verifications_subject_idx" ON "verifications"("subject");

-- A row with an escaped NUL or half a surrogate pair cannot be read as jsonb, and opened nothing.
DELETE FROM "verifications" WHERE "value" ~* '\\u(0000|d[89a-f])';

-- Links that are under way go on working.
UPDATE "verifications"
   SET "subject" = "value"::jsonb ->> 'subject',
       "attempts" = ("value"::jsonb ->> 'attempts')::int,
       "value" = ("value"::jsonb -> 'data')::text
 WHERE "identifier" ~ '^account\.(confirmAddress|resetPassword|confirmNewAddress|approveNewAddress):';
