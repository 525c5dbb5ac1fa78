import type { DatabaseTarget } from "./connection-url.ts";
import { connectionFailure, errorChain, sqlState } from "./driver-failure.ts";

type Place = { host: string; port: number; database: string; reason: string };

/**
 * The database cannot be reached, or the connection to it was lost, and nothing was saved. Names
 * host, port and database, never the user or the password. Thrown by a query it arrives as Prisma's
 * own error class with the same `code` and `meta`: recognise it with {@link databaseFailure}.
 */
export class DatabaseUnavailableError extends Error {
  override name = "DatabaseUnavailableError";
  readonly code = "DATABASE_UNAVAILABLE";
  readonly meta: Place;

  constructor({ host, port, database }: DatabaseTarget, reason: string) {
    super(`database ${database} on ${host}:${port} is unavailable: ${reason}`);
    this.meta = { host, port, database, reason };
  }
}

/** The connection was lost while saving, so the change may or may not be saved. */
export class OutcomeUnknownError extends Error {
  override name = "OutcomeUnknownError";
  readonly code = "OUTCOME_UNKNOWN";
  readonly meta: Place;

  constructor({ host, port, database }: DatabaseTarget, reason: string) {
    super(
      `database ${database} on ${host}:${port} may or may not have saved the change: ${reason}`,
    );
    this.meta = { host, port, database, reason };
  }
}

/** The deadline passed before the work was done; nothing was saved. */
export class DatabaseTimeoutError extends Error {
  override name = "DatabaseTimeoutError";
  readonly code = "DATABASE_TIMEOUT";

  constructor() {
    super("the deadline for this work has passed");
  }
}

/** How a failing database fails; nothing was saved, except perhaps with OUTCOME_UNKNOWN. */
export type DatabaseFailure =
  | "DATABASE_FULL"
  | "DATABASE_READ_ONLY"
  | "DATABASE_TIMEOUT"
  | "DATABASE_UNAVAILABLE"
  | "OUTCOME_UNKNOWN";

const OWN = ["DATABASE_TIMEOUT", "DATABASE_UNAVAILABLE", "OUTCOME_UNKNOWN"] as const;

const BY_STATE: Readonly<Record<string, DatabaseFailure>> = {
  // Disk full; read-only, for example a standby.
  "53100": "DATABASE_FULL",
  "25006": "DATABASE_READ_ONLY",
  // Statement or lock timeout; idle, or open for too long, in a transaction.
  "57014": "DATABASE_TIMEOUT",
  "55P03": "DATABASE_TIMEOUT",
  "25P03": "DATABASE_TIMEOUT",
  "25P04": "DATABASE_TIMEOUT",
  // Short of memory, connections or other resources; unreadable files.
  "53000": "DATABASE_UNAVAILABLE",
  "53200": "DATABASE_UNAVAILABLE",
  "53300": "DATABASE_UNAVAILABLE",
  "53400": "DATABASE_UNAVAILABLE",
  "58000": "DATABASE_UNAVAILABLE",
  "58030": "DATABASE_UNAVAILABLE",
  // Two transactions kept conflicting.
  "40001": "DATABASE_UNAVAILABLE",
  "40P01": "DATABASE_UNAVAILABLE",
};

/** Prisma's own: unreachable, timed out, connection closed, no free connection, conflict. */
const PRISMA_CODES = ["P1001", "P1002", "P1008", "P1017", "P2024", "P2034", "P2037"];

/**
 * What is wrong with the database, if that is why something failed, regardless of the driver and of
 * Prisma's wrapping. Null when the database works and rejected the statement.
 */
export function databaseFailure(error: unknown): DatabaseFailure | null {
  const chain = errorChain(error);
  const codes = chain.map(({ code }) => code);
  const own = OWN.find((code) => codes.includes(code));
  if (own !== undefined) return own;
  const byState = BY_STATE[sqlState(error) ?? ""];
  if (byState !== undefined) return byState;
  if (connectionFailure(error) !== null) return "DATABASE_UNAVAILABLE";
  const ofTransaction = chain.find(({ code }) => code === "P2028");
  if (ofTransaction !== undefined) {
    const isBegun = !String(ofTransaction.message).includes("Unable to start");
    // Prisma rolled back what had expired.
    return isBegun ? "DATABASE_TIMEOUT" : "DATABASE_UNAVAILABLE";
  }
  return PRISMA_CODES.some((code) => codes.includes(code)) ? "DATABASE_UNAVAILABLE" : null;
}
