import { delimiter } from "node:path";
import { z } from "zod";

/** The settings in the environment are wrong; the message names each variable and what it should look like. */
export class EnvironmentError extends Error {
  readonly code = "ENVIRONMENT_INVALID";
  override name = "EnvironmentError";
}

const blankAsUnset = (value: unknown) => (value === "" ? undefined : value);

const databaseEnvSchema = z.object({
  DATABASE_URL: z.preprocess(
    blankAsUnset,
    z
      .string()
      .regex(
        /^postgres(ql)?:\/\/[^/]+\/[^/]/,
        "should look like postgresql://user:password@host:5432/database",
      )
      .optional(),
  ),
  DATABASE_DRIVER: z.preprocess(
    blankAsUnset,
    z.enum(["pg", "neon"], { error: "should be pg or neon" }).optional(),
  ),
});

/**
 * What this package reads from the environment; an empty variable counts as unset.
 *
 * @throws {EnvironmentError} code ENVIRONMENT_INVALID; never shows the value, which may hold a password
 */
export function databaseEnv(source: NodeJS.ProcessEnv = process.env) {
  const result = databaseEnvSchema.safeParse(source);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new EnvironmentError(problems.join("; "));
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
export function serverEnv(): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: "C" };
}
