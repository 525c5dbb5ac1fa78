-- CreateEnum
CREATE TYPE "webhook_status" AS ENUM ('active', 'paused');

-- CreateEnum
CREATE TYPE "webhook_pause_reason" AS ENUM ('admin', 'failing', 'gone');

-- CreateEnum
CREATE TYPE "webhook_delivery_status" AS ENUM ('pending', 'delivered', 'failed');

-- CreateEnum
CREATE TYPE "webhook_failure" AS ENUM ('status', 'redirect', 'gone', 'timeout', 'connection', 'tls', 'address');

-- CreateTable
CREATE TABLE "webhook_endpoints" (
    "id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "kinds" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "include_personal_texts" BOOLEAN NOT NULL DEFAULT false,
    "status" "webhook_status" NOT NULL DEFAULT 'active',
    "pause_reason" "webhook_pause_reason",
    "secret" TEXT NOT NULL,
    "previous_secret" TEXT,
    "previous_until" TIMESTAMPTZ(6),
    "failing_since" TIMESTAMPTZ(6),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "webhook_endpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "personal_texts" JSONB,
    "person_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "status" "webhook_delivery_status" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failures" SMALLINT NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(6) NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "delivered_at" TIMESTAMPTZ(6),

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_attempts" (
    "delivery_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "status_code" SMALLINT,
    "failure" "webhook_failure",

    CONSTRAINT "webhook_attempts_pkey" PRIMARY KEY ("delivery_id","number")
);

-- CreateIndex
CREATE INDEX "webhook_deliveries_endpoint_id_created_at_id_idx" ON "webhook_deliveries"("endpoint_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_endpoint_id_status_created_at_id_idx" ON "webhook_deliveries"("endpoint_id", "status", "created_at", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_created_at_idx" ON "webhook_deliveries"("created_at");

-- CreateIndex
CREATE INDEX "webhook_deliveries_person_ids_idx" ON "webhook_deliveries" USING GIN ("person_ids");

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_attempts" ADD CONSTRAINT "webhook_attempts_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "webhook_deliveries"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot express.

-- What an endpoint's workers look for. Deliveries that are finished are not in it.
CREATE INDEX "webhook_deliveries_due_idx" ON "webhook_deliveries"("endpoint_id", "next_attempt_at", "id")
  WHERE "status" = 'pending';

ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_paused" CHECK (
  ("status" = 'paused') = ("pause_reason" IS NOT NULL));
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_previous_secret" CHECK (
  ("previous_secret" IS NULL) = ("previous_until" IS NULL));
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_kinds" CHECK ("kinds" IS NOT NULL);
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_url" CHECK ("url" ~ '^https?://[^/@]');

ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_delivered" CHECK (
  "status" <> 'delivered' OR "delivered_at" IS NOT NULL);
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_counts" CHECK (
  "failures" >= 0 AND "failures" <= "attempts");

ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_person_ids" CHECK (
  "person_ids" IS NOT NULL);

ALTER TABLE "webhook_attempts" ADD CONSTRAINT "webhook_attempts_number" CHECK (
  "number" >= 1 AND "duration_ms" >= 0);
-- A success is a 2xx, and nothing else is.
ALTER TABLE "webhook_attempts" ADD CONSTRAINT "webhook_attempts_outcome" CHECK (
  ("failure" IS NULL) = ("status_code" IS NOT NULL AND "status_code" BETWEEN 200 AND 299));
