import { z } from "zod";

/** The settings in the environment are wrong; the message names each variable and its format. */
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
        "must look like postgresql://user:password@host:5432/database",
      )
      .optional(),
  ),
  DATABASE_DRIVER: z.preprocess(
    blankAsUnset,
    z.enum(["pg", "neon"], { error: "must be pg or neon" }).optional(),
  ),
  /** For tests: the product connects as the role that `pnpm db:roles` makes for it. */
  TEST_DATABASE_ROLE: z.preprocess(
    blankAsUnset,
    z.literal("app", { error: "must be app" }).optional(),
  ),
});

const password = z.preprocess(
  blankAsUnset,
  z.string().min(12, "must have at least 12 characters").optional(),
);

const roleEnvSchema = databaseEnvSchema.extend({
  DIRECT_DATABASE_URL: databaseEnvSchema.shape.DATABASE_URL,
  DATABASE_OWNER_PASSWORD: password,
  DATABASE_APP_PASSWORD: password,
  DATABASE_READER_PASSWORD: password,
});

/** What `pnpm db:roles` reads. Errors: those of `databaseEnv`. */
export function roleEnv(source: NodeJS.ProcessEnv = process.env) {
  return parse(roleEnvSchema, source);
}

/**
 * Reads this package's settings from the environment; an empty variable counts as unset.
 *
 * Errors: ENVIRONMENT_INVALID when a variable is invalid. Never shows the value, which may contain a
 * password.
 */
export function databaseEnv(source: NodeJS.ProcessEnv = process.env) {
  return parse(databaseEnvSchema, source);
}

function parse<Settings>(schema: z.ZodType<Settings>, source: NodeJS.ProcessEnv): Settings {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new EnvironmentError(problems.join("; "));
}
