/** What a driver's error says about the connection, not about the statement. */
export type ConnectionFailure = {
  /** A stable word for logs: a system code, an SQLSTATE or a short phrase. Never a user or a password. */
  reason: string;
  /** Whether a statement may have run: false means it was never sent. */
  maybeSent: boolean;
  /** Whether a retry can help: a wrong password stays wrong. */
  isPassing: boolean;
};

const NEVER_SENT = [
  ...["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"],
  // Starting up or shutting down; out of connections; connection refused by a proxy.
  ...["57P03", "53300", "08001", "08004"],
];
const LOST = [
  ...["ECONNRESET", "ECONNABORTED", "EPIPE", "ETIMEDOUT"],
  // Terminated by an administrator or a crash; broken connection.
  ...["57P01", "57P02", "57P04", "57P05", "08000", "08003", "08006", "08007"],
];
/** Wrong password, not allowed, or no such database. */
const REFUSED = ["28P01", "28000", "3D000"];

/** Both drivers report some failures only as text. */
const NEVER_SENT_WORDS =
  /timeout exceeded when trying to connect|due to connection timeout|not queryable|unexpected server response|attempts to open a websocket|compute node|control plane/i;
const LOST_WORDS =
  /connection terminated|closed the connection|socket hang up|websocket (was closed|is not open)/i;

/**
 * Reads an error of a driver or of Prisma's adapter around it. Returns a failure of the connection,
 * or null when the server answered with an ordinary error.
 */
export function connectionFailure(error: unknown): ConnectionFailure | null {
  for (const link of errorChain(error)) {
    const found = failureOf(link);
    if (found) return found;
  }
  return null;
}

/** The SQLSTATE of the server's error, regardless of how drivers and Prisma wrapped it. */
export function sqlState(error: unknown): string | null {
  for (const link of errorChain(error)) {
    for (const code of [link.originalCode, link.code]) {
      if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && !isPrismaCode(code))
        return code;
    }
  }
  return null;
}

/** An error and everything it wraps, outermost first. */
export function errorChain(error: unknown): Record<string, unknown>[] {
  const chain: Record<string, unknown>[] = [];
  const waiting = [error];
  while (waiting.length > 0 && chain.length < 20) {
    const link = waiting.shift();
    if (!isRecord(link) || chain.includes(link)) continue;
    chain.push(link);
    waiting.push(link.cause, link.error, isRecord(link.meta) && link.meta.driverAdapterError);
    if (Array.isArray(link.errors)) waiting.push(...link.errors);
  }
  return chain;
}

function failureOf(link: Record<string, unknown>) {
  const { kind, code, originalCode, message, reason, severity } = link;
  if (kind === "DatabaseNotReachable") return neverSent("unreachable");
  if (kind === "ConnectionClosed" || kind === "SocketTimeout") return lost("connection lost");
  if (kind === "TlsConnectionError") return refused(`TLS failed (${reason})`);

  for (const name of [code, originalCode]) {
    if (typeof name !== "string") continue;
    if (NEVER_SENT.includes(name)) return neverSent(name);
    if (LOST.includes(name)) return lost(name);
    if (REFUSED.includes(name)) return refused(name);
  }
  // Whatever else the server or a pooler reports with it, the connection ends.
  if (severity === "FATAL" || severity === "PANIC") return lost(String(code));
  if (typeof message !== "string") return null;
  if (NEVER_SENT_WORDS.test(message)) return neverSent("no connection");
  if (LOST_WORDS.test(message)) return lost("connection lost");
  return null;
}

function neverSent(reason: string): ConnectionFailure {
  return { reason, maybeSent: false, isPassing: true };
}

function lost(reason: string): ConnectionFailure {
  return { reason, maybeSent: true, isPassing: true };
}

function refused(reason: string): ConnectionFailure {
  return { reason, maybeSent: false, isPassing: false };
}

function isPrismaCode(code: string) {
  return /^P[1-9]\d{3}$/.test(code);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
