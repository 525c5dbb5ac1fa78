-- AlterEnum
ALTER TYPE "migration_source" ADD VALUE 'file';
ALTER TYPE "migration_source" ADD VALUE 'better_auth';
ALTER TYPE "migration_source" ADD VALUE 'auth_js';
ALTER TYPE "migration_source" ADD VALUE 'clerk';
ALTER TYPE "migration_source" ADD VALUE 'auth0';
ALTER TYPE "migration_source" ADD VALUE 'firebase';
ALTER TYPE "migration_source" ADD VALUE 'keycloak';
