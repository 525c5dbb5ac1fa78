-- No programme has moved in before this migration: the two tables of moves are empty.

-- DropForeignKey
ALTER TABLE "migration_records" DROP CONSTRAINT "migration_records_run_id_fkey";

-- DropIndex
DROP INDEX "migration_records_run_id_outcome_idx";

-- AlterTable
ALTER TABLE "migration_records" DROP CONSTRAINT "migration_records_pkey",
DROP COLUMN "reason_code",
ADD COLUMN     "codes" TEXT[],
ADD COLUMN     "owner_key" TEXT NOT NULL,
ADD COLUMN     "source_digest" BYTEA NOT NULL,
ADD COLUMN     "unplaced" JSONB,
DROP COLUMN "digest",
ADD COLUMN     "digest" BYTEA,
ADD CONSTRAINT "migration_records_pkey" PRIMARY KEY ("run_id", "owner_key", "entity", "source_key");

-- AlterTable
ALTER TABLE "migration_runs" DROP COLUMN "dry_run",
ADD COLUMN     "source_database" TEXT NOT NULL;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "must_enrol_factor" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "totp_factors" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT,
    "secret" TEXT NOT NULL,
    "verified_at" TIMESTAMPTZ(6),
    "last_used_step" BIGINT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "totp_factors_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "totp_factors_user_id_idx" ON "totp_factors"("user_id");

-- AddForeignKey
ALTER TABLE "totp_factors" ADD CONSTRAINT "totp_factors_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ── Hand-written from here on: what the Prisma schema cannot express ──

-- A source moves in once; only a rollback lets it begin anew.
ALTER TABLE "migration_runs" ADD CONSTRAINT "migration_runs_one_per_source"
  EXCLUDE USING btree ("source" WITH =, "source_database" WITH =) WHERE ("status" <> 'rolled_back');

ALTER TABLE "migration_records" ADD CONSTRAINT "migration_records_outcome" CHECK (
  ("outcome" = 'migrated') = (cardinality("codes") = 0)
  AND ("outcome" IN ('migrated', 'flagged') OR "target_key" IS NULL)
  AND ("target_key" IS NULL) = ("digest" IS NULL));
