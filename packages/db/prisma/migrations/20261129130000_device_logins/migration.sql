-- CreateEnum
CREATE TYPE "device_access" AS ENUM ('read', 'write');

-- CreateEnum
CREATE TYPE "device_login_status" AS ENUM ('pending', 'approved', 'denied', 'redeemed');

-- CreateTable
CREATE TABLE "device_logins" (
    "id" UUID NOT NULL,
    "device_code_hash" TEXT NOT NULL,
    "user_code_hash" TEXT NOT NULL,
    "program" TEXT NOT NULL,
    "device" TEXT NOT NULL,
    "access" "device_access" NOT NULL,
    "ip" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "polled_at" TIMESTAMPTZ(6),
    "status" "device_login_status" NOT NULL DEFAULT 'pending',
    "user_id" TEXT,
    "auth_epoch" INTEGER,
    "decided_at" TIMESTAMPTZ(6),

    CONSTRAINT "device_logins_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "device_logins_device_code_hash_key" ON "device_logins"("device_code_hash");

-- CreateIndex
CREATE UNIQUE INDEX "device_logins_user_code_hash_key" ON "device_logins"("user_code_hash");

-- CreateIndex
CREATE INDEX "device_logins_user_id_idx" ON "device_logins"("user_id");

-- CreateIndex
CREATE INDEX "device_logins_expires_at_idx" ON "device_logins"("expires_at");

-- AddForeignKey
ALTER TABLE "device_logins" ADD CONSTRAINT "device_logins_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot express.
ALTER TABLE "device_logins" ADD CONSTRAINT "device_logins_expires" CHECK (expires_at > created_at);
ALTER TABLE "device_logins" ADD CONSTRAINT "device_logins_answered" CHECK (
  (status = 'pending') = (user_id IS NULL)
  AND (user_id IS NULL) = (auth_epoch IS NULL)
  AND (user_id IS NULL) = (decided_at IS NULL));
