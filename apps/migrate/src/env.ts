import { type OfferedProvider, offeredProviders } from "@sundial/auth/provider-variables";
import { z } from "zod";
import { ROLES, type UrlVariable } from "./connection-failure.ts";
import { MigrationRefused } from "./refusal.ts";

const url = z.string().min(1);
const blankAsUnset = (value: unknown) => (value === "" ? undefined : value);

/** AES-256 keys by their ids, as Supabase Auth has them: `id:key,…`, in base64url. */
const encryptionKeys = z.string().transform((text, context) => {
  const keys = new Map<string, Buffer>();
  for (const pair of text.split(",")) {
    const [, id, key] = /^\s*([^:]+):([\w-]{43})\s*$/.exec(pair) ?? [];
    if (id !== undefined && key !== undefined) keys.set(id, Buffer.from(key, "base64url"));
    else {
      context.addIssue("isn't a list such as id:key,other:key with keys of 32 bytes in base64url");
      return z.NEVER;
    }
  }
  return keys;
});

const migrateEnvSchema = z.object({
  FROM_DATABASE_URL: z.preprocess(blankAsUnset, url.optional()),
  TO_DATABASE_URL: z.preprocess(blankAsUnset, url.optional()),
  FROM_ENCRYPTION_KEYS: z.preprocess(blankAsUnset, encryptionKeys.optional()),
  BETTER_AUTH_SECRET: z.preprocess(
    blankAsUnset,
    z
      .string()
      .min(32, "has fewer than 32 characters; use the secret of the server on the target")
      .optional(),
  ),
});

/**
 * Reads this tool's settings from the environment, and only there, because arguments show up in
 * process lists.
 */
export function migrateEnv(source: NodeJS.ProcessEnv = process.env) {
  const result = migrateEnvSchema.safeParse(source);
  if (result.success) return result.data;
  // Not the values, which may contain a password.
  const problems = result.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  throw new MigrationRefused("ENVIRONMENT_INVALID", problems.join("; "));
}

/**
 * The providers that people can sign in with here, by the variables of the server.
 *
 * Errors: ENVIRONMENT_INVALID when OIDC_PROVIDERS can't be read.
 */
export function providersHere(): OfferedProvider[] {
  const offered = offeredProviders(process.env);
  if (offered !== null) return offered;
  throw new MigrationRefused(
    "ENVIRONMENT_INVALID",
    "OIDC_PROVIDERS isn't a JSON list of providers with an id; use the server's value",
  );
}

/** Errors: ENVIRONMENT_INVALID when it isn't set. */
export function requireUrl(name: UrlVariable): string {
  const value = migrateEnv()[name];
  if (value !== undefined) return value;
  throw new MigrationRefused(
    "ENVIRONMENT_INVALID",
    `${name} isn't set; it is the direct connection of ${ROLES[name]}, such as postgresql://user:password@host:5432/database`,
  );
}

/** The folder the command was typed in; pnpm runs it in another. */
export function startFolder() {
  return process.env.INIT_CWD ?? process.cwd();
}
