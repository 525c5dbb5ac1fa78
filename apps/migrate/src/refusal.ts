/** Why a migration is rejected before anything is written. */
export type RefusalCode =
  | "ENCRYPTION_KEY_MISSING"
  | "ENCRYPTION_KEY_WRONG"
  | "ENVIRONMENT_INVALID"
  | "CONNECTION_FAILED"
  | "POOLED_CONNECTION"
  | "SAME_DATABASE"
  | "SOURCE_ROW_SECURITY"
  | "SOURCE_FORBIDDEN"
  | "SOURCE_EMPTY"
  | "SOURCE_COLUMN_MISSING"
  | "SOURCE_KEY_AMBIGUOUS"
  | "SOURCE_TOO_VARIED"
  | "SOURCE_UNREADABLE"
  | "SOURCE_FORMAT"
  | "TARGET_SCHEMA_MISMATCH"
  | "UNKNOWN_PASSWORD_HASHES"
  | "SECRET_MISSING"
  | "SECRET_DIFFERS"
  | "MAPPING_INVALID"
  | "OPTIONS_CHANGED"
  | "RUN_UNFINISHED"
  | "RUN_NOT_FOUND"
  | "RUN_IN_PROGRESS";

/**
 * Nothing was written; the message says what to do. It never contains a URL, a hash or a secret.
 */
export class MigrationRefused extends Error {
  override name = "MigrationRefused";

  constructor(
    readonly code: RefusalCode,
    message: string,
  ) {
    super(message);
  }
}
