/** The local server cannot do what was asked; the message says why and what to do, without a password. */
export class LocalDatabaseError extends Error {
  readonly code = "LOCAL_DATABASE_FAILED";
  override name = "LocalDatabaseError";
}

/** The code Node gives a failed system call, such as EEXIST. */
export function systemErrorCode(error: unknown) {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
