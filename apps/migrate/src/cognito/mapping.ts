import { role } from "@sundial/validators";
import { z } from "zod";
import { parseMappingWith } from "../mapping.ts";
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
  const mapping = parseMappingWith(mappingSchema, value);
  const automatic = Object.keys(mapping.groups).find((group) =>
    group.startsWith(automaticGroupPrefix(poolId)),
  );
  if (automatic === undefined) return mapping;
  throw new MigrationRefused(
    "MAPPING_INVALID",
    `the mapping gives a role to ${automatic}, where Cognito puts all users of one identity provider; remove it from the mapping`,
  );
}
