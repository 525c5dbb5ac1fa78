/**
 * The local server can't do what was asked. The message says why and what to do, without a
 * password.
 */
export class LocalDatabaseError extends Error {
  readonly code = "LOCAL_DATABASE_FAILED";
  override name = "LocalDatabaseError";
}

/** Node's code of a failed system call, such as EEXIST. */
export function systemErrorCode(error: unknown) {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
