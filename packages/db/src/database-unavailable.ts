import type { DatabaseTarget } from "./connection-url.ts";
import { connectionFailure, errorChain } from "./driver-failure.ts";

/**
 * The database cannot be reached, or the connection to it was lost. Names host, port and database,
 * never the user or the password. Thrown by a query it arrives as Prisma's own error class with
 * the same `code` and `meta`: recognise it with {@link isDatabaseUnavailable}.
 */
export class DatabaseUnavailableError extends Error {
  override name = "DatabaseUnavailableError";
  readonly code = "DATABASE_UNAVAILABLE";
  readonly meta: { host: string; port: number; database: string; reason: string };

  constructor({ host, port, database }: DatabaseTarget, reason: string) {
    super(`database ${database} on ${host}:${port} is unavailable: ${reason}`);
    this.meta = { host, port, database, reason };
  }
}

/** Prisma's own: unreachable, timed out, connection closed, no free connection in the pool. */
const PRISMA_CODES = ["P1001", "P1002", "P1008", "P1017", "P2024", "P2037"];

/**
 * Whether an error means that the database is away rather than that it refused a statement,
 * whichever driver met it and however Prisma wrapped it. Whether the statement ran is not known.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (connectionFailure(error)) return true;
  return errorChain(error).some(
    ({ code, message }) =>
      code === "DATABASE_UNAVAILABLE" ||
      (typeof code === "string" && PRISMA_CODES.includes(code)) ||
      (code === "P2028" && String(message).includes("Unable to start a transaction")),
  );
}
