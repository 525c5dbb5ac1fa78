-- AlterEnum
ALTER TYPE "migration_source" ADD VALUE 'program';
