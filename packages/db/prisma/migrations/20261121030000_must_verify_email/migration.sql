-- AlterTable
ALTER TABLE "users" ADD COLUMN     "must_verify_email" BOOLEAN NOT NULL DEFAULT false;
