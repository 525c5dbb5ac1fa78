import { readFile } from "node:fs/promises";
import { role } from "@sundial/validators";
import { z } from "zod";
import { providerName } from "../provider-name.ts";
import { MigrationRefused } from "../refusal.ts";

/** A group of the pool grants a role here only if this says so. */
const mappingSchema = z.strictObject({
  groups: z.record(z.string(), role).default({}),
  /** Additional identity providers of the pool, and their names here. */
  providers: z.record(z.string(), providerName).default({}),
});
export type PoolMapping = z.infer<typeof mappingSchema>;

/** Groups that Cognito itself creates for all users of one identity provider. */
export const automaticGroupPrefix = (poolId: string) => `${poolId}_`;

/** Errors: MAPPING_INVALID when the mapping is wrong, with the places. */
export function parsePoolMapping(value: unknown, poolId: string): PoolMapping {
  const result = mappingSchema.safeParse(value);
  if (!result.success) {
    const problems = result.error.issues.map(
      ({ path, message }) => `${path.join(".") || "the file"}: ${message}`,
    );
    throw new MigrationRefused(
      "MAPPING_INVALID",
      `the mapping is invalid at ${problems.join("; ")}`,
    );
  }
  const automatic = Object.keys(result.data.groups).find((group) =>
    group.startsWith(automaticGroupPrefix(poolId)),
  );
  if (automatic === undefined) return result.data;
  throw new MigrationRefused(
    "MAPPING_INVALID",
    `the mapping gives a role to ${automatic}, where Cognito puts all users of one identity provider; remove it from the mapping`,
  );
}

/**
 * Reads a mapping file.
 *
 * Errors: MAPPING_INVALID when it is wrong, can't be read or isn't JSON.
 */
export async function readPoolMapping(path: string, poolId: string): Promise<PoolMapping> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch {
    throw new MigrationRefused("MAPPING_INVALID", `${path} can't be read as JSON`);
  }
  return parsePoolMapping(value, poolId);
}
