-- AlterTable
ALTER TABLE "migration_runs" ADD COLUMN     "source_counts" JSONB;
