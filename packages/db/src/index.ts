export {
  type CreateDbOptions,
  createDb,
  type DatabaseDriver,
  type Db,
  type DbTransaction,
} from "./client.ts";
export {
  type DatabaseTarget,
  DatabaseUrlError,
  type DatabaseUrlProblem,
  parseDatabaseUrl,
} from "./connection-url.ts";
export { constraintViolated, isRetryableConflict } from "./constraints.ts";
export { type DatabaseFailure, databaseFailure } from "./database-failure.ts";
export { beside, hasWritten, withinTime } from "./deadline.ts";
export { databaseEnv, EnvironmentError } from "./env.ts";
export { Prisma } from "./generated/prisma/client.ts";
export * from "./generated/prisma/enums.ts";
export { lockPeople } from "./lock-people.ts";
export { lockTask, tryLockTask } from "./lock-task.ts";
export { missingMigrations } from "./missing-migrations.ts";
export { newId } from "./new-id.ts";
export type { QueryEvent } from "./resilient-adapter.ts";
