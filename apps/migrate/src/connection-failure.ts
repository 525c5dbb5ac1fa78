import { codeOf } from "./error-code.ts";
import { MigrationRefused } from "./refusal.ts";

/** The variable of a database's URL. */
export type UrlVariable = "FROM_DATABASE_URL" | "TO_DATABASE_URL";

export const ROLES = { FROM_DATABASE_URL: "the source", TO_DATABASE_URL: "the target" };

/** A database as messages name it: what it is for, and the variable to check. */
export const nameOf = (variable: UrlVariable) => `${ROLES[variable]} (${variable})`;

/** A database that can't be connected to. `cause` is the driver's error. */
export class ConnectionFailed extends MigrationRefused {
  constructor(variable: UrlVariable, server: string, cause: unknown) {
    super("CONNECTION_FAILED", `${nameOf(variable)} at ${server}: ${problemOf(cause)}`);
    this.cause = cause;
  }
}

/** What is wrong and what to do, by the error's code. Never its message, which may have a value. */
function problemOf(error: unknown): string {
  const code = codeOf(error) ?? "";
  const message = error instanceof Error ? error.message : "";
  if (/does not support SSL/i.test(message)) {
    return "the server has no TLS, which connections to another machine need; turn it on there, or connect through a tunnel";
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return "its certificate is for another name; use the name in the certificate";
  }
  if (code === "CERT_HAS_EXPIRED") return "its certificate has expired; renew it";
  if (/CERT|SIGNATURE/.test(code)) {
    return "its certificate isn't from a known authority; name the authority's file with sslrootcert=<file> in the URL";
  }
  if (code === "ETIMEDOUT" || /timeout/i.test(message)) return `no answer; ${REACH}`;
  return PROBLEMS[code] ?? `can't connect (${code === "" ? "no reason given" : code})`;
}

const REACH =
  "check host and port, firewalls, and whether this machine has IPv6, which Supabase's direct addresses need (its session pooler doesn't)";

const PROBLEMS: Record<string, string> = {
  ECONNREFUSED: "nothing listens there; check host and port, and whether the server runs",
  ENOTFOUND: "this host name doesn't exist; check it",
  EAI_AGAIN: "the host name can't be looked up; check this machine's network",
  EHOSTUNREACH: `not reachable; ${REACH}`,
  ENETUNREACH: `not reachable; ${REACH}`,
  ECONNRESET: "the server closed the connection; try again",
  "28P01": "user or password is wrong; check them, and percent-encode special characters",
  "28000": "the server doesn't let this user in; check the user and the server's rules",
  "3D000": "the database doesn't exist; check its name at the end of the URL",
  "53300": "the server has no connection left; close others or try later",
  "57P03": "the server is starting or stopping; try again in a moment",
};
