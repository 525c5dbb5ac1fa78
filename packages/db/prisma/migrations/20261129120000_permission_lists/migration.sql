-- Personal access tokens have a list of permissions instead of a scope. The lists are what each
-- scope meant until now.
ALTER TABLE "personal_access_tokens" ADD COLUMN "permissions" TEXT[];

UPDATE "personal_access_tokens" SET "permissions" = CASE "scope"
  WHEN 'read' THEN ARRAY[
    'self:read', 'profile:read', 'profile:list', 'member:read', 'member:list', 'audit:read',
    'mentor:read', 'availability:read', 'availability:explain', 'session:read',
    'calendar:read', 'personalAccessToken:read']
  ELSE ARRAY[
    'self:read', 'self:update', 'self:export', 'profile:read', 'profile:create',
    'profile:update', 'profile:list', 'profile:delete', 'profile:forceDelete', 'member:read',
    'member:list', 'member:changeRole', 'member:changeStatus', 'member:erase',
    'member:clearSecondFactor', 'audit:read', 'audit:export', 'mentor:read',
    'availability:read', 'availability:explain', 'availability:edit', 'session:read',
    'session:book', 'session:bookOnBehalf', 'session:bookFollowUp', 'session:approve',
    'session:decline', 'session:cancel', 'session:reschedule', 'session:complete',
    'session:reportNoShow', 'session:correct', 'calendar:read', 'personalAccessToken:read']
  END;

ALTER TABLE "personal_access_tokens" DROP COLUMN "scope";

DROP TYPE "token_scope";

ALTER TABLE "personal_access_tokens"
  ADD CONSTRAINT "personal_access_tokens_permissions" CHECK (cardinality("permissions") > 0),
  ALTER COLUMN "permissions" SET NOT NULL;

-- AlterEnum
ALTER TYPE "credential_kind" ADD VALUE 'service_account_key';

-- CreateTable
CREATE TABLE "service_accounts" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "owner_email" TEXT NOT NULL,
    "permissions" TEXT[],
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "ended_at" TIMESTAMPTZ(6),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "service_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_account_keys" (
    "id" UUID NOT NULL,
    "service_account_id" UUID NOT NULL,
    "key_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "expires_at" TIMESTAMPTZ(6) NOT NULL,
    "last_used_at" TIMESTAMPTZ(6),
    "last_used_from" TEXT,

    CONSTRAINT "service_account_keys_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "service_account_keys_key_hash_key" ON "service_account_keys"("key_hash");

-- CreateIndex
CREATE INDEX "service_account_keys_service_account_id_expires_at_idx" ON "service_account_keys"("service_account_id", "expires_at");

-- AddForeignKey
ALTER TABLE "service_account_keys" ADD CONSTRAINT "service_account_keys_service_account_id_fkey" FOREIGN KEY ("service_account_id") REFERENCES "service_accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: what Prisma can't express.
CREATE UNIQUE INDEX "service_accounts_name_key" ON "service_accounts" (lower("name")) WHERE "ended_at" IS NULL;

ALTER TABLE "service_accounts"
  ADD CONSTRAINT "service_accounts_permissions" CHECK (cardinality("permissions") > 0),
  ADD CONSTRAINT "service_accounts_owner_email_lower_case" CHECK ("owner_email" = lower("owner_email")),
  ALTER COLUMN "permissions" SET NOT NULL;

ALTER TABLE "service_account_keys"
  ADD CONSTRAINT "service_account_keys_order" CHECK ("expires_at" >= "created_at");
