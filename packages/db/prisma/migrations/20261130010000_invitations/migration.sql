-- CreateEnum
CREATE TYPE "invitation_status" AS ENUM ('pending', 'accepted', 'revoked');

-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "expertise" TEXT[],
    "status" "invitation_status" NOT NULL DEFAULT 'pending',
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "reminded_at" TIMESTAMPTZ(6),
    "settled_at" TIMESTAMPTZ(6),
    "invited_by_id" TEXT,
    "accepted_by_id" TEXT,

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "invitations_expires_at_id_idx" ON "invitations"("expires_at", "id");

-- CreateIndex
CREATE INDEX "invitations_status_expires_at_id_idx" ON "invitations"("status", "expires_at", "id");

-- CreateIndex
CREATE INDEX "invitations_email_idx" ON "invitations"("email");

-- CreateIndex
CREATE INDEX "invitations_invited_by_id_idx" ON "invitations"("invited_by_id");

-- CreateIndex
CREATE INDEX "invitations_accepted_by_id_idx" ON "invitations"("accepted_by_id");

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_accepted_by_id_fkey" FOREIGN KEY ("accepted_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ── Hand-written from here on: what the Prisma schema cannot express ──

-- One open invitation per address, however many people invite it at once.
CREATE UNIQUE INDEX "invitations_one_open" ON "invitations"("email") WHERE "status" = 'pending';

-- What the sweep reminds, in the order it does.
CREATE INDEX "invitations_unreminded_idx" ON "invitations"("expires_at") WHERE "status" = 'pending' AND "reminded_at" IS NULL;

ALTER TABLE "invitations" ADD CONSTRAINT "invitations_email_lower_case" CHECK ("email" = lower("email"));
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_settled" CHECK (
  ("status" = 'pending') = ("settled_at" IS NULL)
  AND ("accepted_by_id" IS NULL OR "status" = 'accepted'));
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_expertise" CHECK (
  "role" = 'mentor' OR cardinality("expertise") = 0);
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_expires" CHECK ("expires_at" > "created_at");
