import { delimiter } from "node:path";
import { LocalDatabaseError } from "./local-database-error.ts";

/**
 * The database named instead of the local one; a blank variable counts as unset.
 *
 * Errors: LocalDatabaseError when it isn't a Postgres URL. Never shows the value, which may contain
 * a password.
 */
export function externalUrl() {
  const url = process.env.DATABASE_URL || undefined;
  if (url === undefined || (URL.canParse(url) && /^postgres(ql)?:\/\/[^/]+\/[^/]/.test(url))) {
    return url;
  }
  throw new LocalDatabaseError(
    "DATABASE_URL must look like postgresql://user:password@host:5432/database",
  );
}

/**
 * This process's environment for a child that works on one database, with some folders first in its
 * PATH. DIRECT_DATABASE_URL, which migrations prefer, belongs to the DATABASE_URL that was set with
 * it. For any other database it is left out, or a test would migrate production.
 */
export function childEnv(databaseUrl: string, programFolders: string[] = []) {
  const env: NodeJS.ProcessEnv = { ...process.env, DATABASE_URL: databaseUrl };
  if (databaseUrl !== process.env.DATABASE_URL) delete env.DIRECT_DATABASE_URL;
  const path = Object.keys(env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  return { ...env, [path]: [...programFolders, env[path] ?? ""].join(delimiter) };
}

/**
 * Only what the Postgres programs need, because a stray PGDATA or PGPORT would change their
 * behavior.
 */
export function serverEnv(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env)) if (/^(PG|LC_|LANG)/.test(name)) delete env[name];
  return { ...env, LC_ALL: "C" };
}
