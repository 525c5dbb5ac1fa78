import { z } from "zod";
import { MigrationRefused } from "./refusal.ts";

const url = z.string().min(1);
const blankAsUnset = (value: unknown) => (value === "" ? undefined : value);

const migrateEnvSchema = z.object({
  FROM_DATABASE_URL: z.preprocess(blankAsUnset, url.optional()),
  TO_DATABASE_URL: z.preprocess(blankAsUnset, url.optional()),
  BETTER_AUTH_SECRET: z.preprocess(blankAsUnset, z.string().min(32).optional()),
});

/**
 * Reads this tool's settings from the environment, and only there, because arguments show up in
 * process lists.
 */
export function migrateEnv(source: NodeJS.ProcessEnv = process.env) {
  const result = migrateEnvSchema.safeParse(source);
  if (result.success) return result.data;
  // Only names, because a value may contain a password.
  const names = result.error.issues.map((issue) => issue.path.join("."));
  throw new MigrationRefused("ENVIRONMENT_INVALID", `invalid value for ${names.join(", ")}`);
}

/** Errors: ENVIRONMENT_INVALID when it isn't set. */
export function requireUrl(name: "FROM_DATABASE_URL" | "TO_DATABASE_URL"): string {
  const value = migrateEnv()[name];
  if (value !== undefined) return value;
  throw new MigrationRefused("ENVIRONMENT_INVALID", `${name} isn't set`);
}

/** The folder the command was typed in; pnpm runs it in another. */
export function startFolder() {
  return process.env.INIT_CWD ?? process.cwd();
}
