import { readFileSync } from "node:fs";
import { isIPv4 } from "node:net";

/** Why a connection URL is rejected. */
export type DatabaseUrlProblem = "DATABASE_URL_INVALID" | "DATABASE_TLS_REQUIRED";

/**
 * The connection URL can't be used. The message never contains the URL, which may have a password.
 */
export class DatabaseUrlError extends Error {
  override name = "DatabaseUrlError";
  readonly code: DatabaseUrlProblem;

  constructor(code: DatabaseUrlProblem, message: string) {
    super(message);
    this.code = code;
  }
}

/** A parsed connection URL. `tls` is what Node's TLS gets, or false for a plain connection. */
export type DatabaseTarget = {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  schema: string | undefined;
  isLoopback: boolean;
  isNeon: boolean;
  tls: false | { rejectUnauthorized: true; ca?: string };
};

const ENCRYPTED_MODES = ["require", "verify-ca", "verify-full"];
const OPPORTUNISTIC_MODES = ["allow", "prefer"];

/**
 * Parses a `postgresql://` URL. Connections to a remote server always use TLS and check certificate
 * and name, even if `sslmode` asks for less. Loopback connections are encrypted only if `sslmode`
 * asks for it. `sslrootcert` names a file with a private certificate authority, `schema` the
 * Postgres schema; other parameters are ignored.
 *
 * Errors: DATABASE_URL_INVALID when it is malformed; DATABASE_TLS_REQUIRED when `sslmode` turns off
 * encryption or the certificate check for a remote host.
 */
export function parseDatabaseUrl(text: string): DatabaseTarget {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "postgresql:" && url?.protocol !== "postgres:") {
    throw invalid("must look like postgresql://user:password@host:5432/database");
  }
  const host = decode(url.hostname, "host").replace(/^\[|\]$/g, "");
  const database = decode(url.pathname.slice(1), "database name");
  if (host === "") throw invalid("has no host");
  if (database === "") throw invalid("has no database name");

  const isLoopback = isLoopbackHost(host);
  return {
    host,
    port: url.port === "" ? 5432 : Number(url.port),
    database,
    user: decode(url.username, "user"),
    password: decode(url.password, "password"),
    schema: url.searchParams.get("schema") ?? undefined,
    isLoopback,
    isNeon: host.toLowerCase().endsWith(".neon.tech"),
    tls: tlsFor(url.searchParams, isLoopback),
  };
}

function tlsFor(parameters: URLSearchParams, isLoopback: boolean): DatabaseTarget["tls"] {
  const mode = parameters.get("sslmode");
  const isEncrypted = mode !== null && ENCRYPTED_MODES.includes(mode);
  const isPlain = mode === "disable" || mode === "no-verify";
  if (mode !== null && !isEncrypted && !isPlain && !OPPORTUNISTIC_MODES.includes(mode)) {
    throw invalid("has an unknown sslmode; use verify-full or leave it out");
  }
  if (isLoopback && !isEncrypted) return false;
  if (isPlain) {
    throw new DatabaseUrlError(
      "DATABASE_TLS_REQUIRED",
      `sslmode=${mode} isn't allowed for a database on another machine; remove it, and the connection uses TLS with a checked certificate`,
    );
  }
  const ca = parameters.get("sslrootcert");
  if (ca === null || ca === "system") return { rejectUnauthorized: true };
  return { rejectUnauthorized: true, ca: readCertificate(ca) };
}

function readCertificate(path: string) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw invalid("has an sslrootcert file that can't be read");
  }
}

function isLoopbackHost(host: string) {
  if (isIPv4(host)) return host.startsWith("127.");
  return host === "::1" || host.toLowerCase() === "localhost";
}

function decode(part: string, what: string) {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid(`has a ${what} that isn't percent-encoded correctly`);
  }
}

function invalid(problem: string) {
  return new DatabaseUrlError("DATABASE_URL_INVALID", `the database URL ${problem}`);
}
