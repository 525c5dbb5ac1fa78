import { role } from "@sundial/validators";
import { z } from "zod";
import { parseMappingWith, profileFields, source, timeZoneSource } from "../mapping.ts";
import { providerName } from "../provider-name.ts";

export const column = z.string().min(1).max(200);

/** What is the same for every source of this kind. */
const common = {
  /** A word for a role or group grants a role here only if this says so. */
  roles: z.record(z.string(), role).default({}),
  /** Additional identity providers, and their names here. */
  providers: z.record(z.string(), providerName).default({}),
  /** Columns, or paths such as `user_metadata.bio`, of profiles. */
  ...profileFields,
};

const presetMapping = z.strictObject({ ...common, timeZone: timeZoneSource.optional() });
export type PresetMapping = z.infer<typeof presetMapping>;

const personStatus = z.enum(["active", "inactive", "suspended", "deleted"]);

const fileMapping = z.strictObject({
  ...common,
  columns: z
    .strictObject({
      id: column.optional(),
      email: column.optional(),
      emailVerified: source.optional(),
      /** One column, or several that make a name together. */
      name: z.union([column, z.array(column).min(1)]).optional(),
      passwordHash: column.optional(),
      role: source.optional(),
      status: column.optional(),
      createdAt: column.optional(),
      updatedAt: column.optional(),
      lastSignInAt: column.optional(),
      phone: column.optional(),
      avatar: column.optional(),
      timeZone: timeZoneSource.optional(),
      totpSecret: column.optional(),
    })
    .refine(({ id, email }) => id !== undefined || email !== undefined, "Name id, email or both"),
  /** Words for a status; without a word, people are active. */
  statuses: z.record(z.string(), personStatus).default({}),
  /** Columns with people's IDs at identity providers. */
  identities: z.array(z.strictObject({ provider: providerName, subject: column })).default([]),
  /** Between the columns of a CSV file. */
  delimiter: z.enum([",", ";", "\t", "|"]).default(","),
});
export type FileMapping = z.infer<typeof fileMapping>;

/** Errors: MAPPING_INVALID when the mapping is wrong, with the places. */
export const parseFileMapping = (value: unknown) => parseMappingWith(fileMapping, value);

/** Errors: MAPPING_INVALID when the mapping is wrong, with the places. */
export const parsePresetMapping = (value: unknown) => parseMappingWith(presetMapping, value);
