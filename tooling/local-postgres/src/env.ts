import { delimiter } from "node:path";
import { LocalDatabaseError } from "./local-database-error.ts";

/**
 * The database somebody has named instead of the local one; a blank variable counts as unset.
 *
 * @throws {LocalDatabaseError} when it is no Postgres URL; never shows the value, which may hold a password
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
 * This process's environment for a child that works on one database, some folders searched first for
 * programs. DIRECT_DATABASE_URL, which migrations prefer, belongs to the DATABASE_URL that was set
 * with it: for any other database it is left out, or a test would migrate production.
 */
export function childEnv(databaseUrl: string, programFolders: string[] = []) {
  const env: NodeJS.ProcessEnv = { ...process.env, DATABASE_URL: databaseUrl };
  if (databaseUrl !== process.env.DATABASE_URL) delete env.DIRECT_DATABASE_URL;
  const path = Object.keys(env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  return { ...env, [path]: [...programFolders, env[path] ?? ""].join(delimiter) };
}

/** Only what the Postgres programs need: a stray PGDATA or PGPORT would change what they do. */
export function serverEnv(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env)) if (/^(PG|LC_|LANG)/.test(name)) delete env[name];
  return { ...env, LC_ALL: "C" };
}
