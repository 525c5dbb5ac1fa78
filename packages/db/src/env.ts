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
});

/**
 * Reads this package's settings from the environment; an empty variable counts as unset.
 *
 * Errors: ENVIRONMENT_INVALID when a variable is invalid. Never shows the value, which may contain a
 * password.
 */
export function databaseEnv(source: NodeJS.ProcessEnv = process.env) {
  const result = databaseEnvSchema.safeParse(source);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new EnvironmentError(problems.join("; "));
}
