import { role } from "@sundial/validators";
import { z } from "zod";
import { parseMappingWith, profileFields, timeZoneSource } from "../mapping.ts";
import { providerName } from "../provider-name.ts";

const column = z.string().min(1).max(63);

const profileTable = z.strictObject({
  /** Schema and name, such as public.profiles. */
  table: z
    .string()
    .regex(/^[^.]+\.[^.]+$/, "Name schema and table, such as public.profiles")
    // A mapped row is kept in its record, and hashes and secrets must not be there.
    .refine((name) => !name.startsWith("auth."), "Tables of Supabase Auth can't be profiles"),
  /** The column that identifies its rows. */
  key: column.default("id"),
  /** The column with the id of the user who owns a row. */
  owner: column.default("id"),
  name: column.optional(),
  timeZone: timeZoneSource.optional(),
  createdAt: column.optional(),
  updatedAt: column.optional(),
  ...profileFields,
});
export type ProfileTable = z.infer<typeof profileTable>;

/**
 * What the source's tables and columns become here. Roles come only from app_metadata, which only
 * the server can write; a table or user_metadata never grants one.
 */
const mappingSchema = z.strictObject({
  profiles: z
    .array(profileTable)
    .max(8)
    .default([])
    .refine(
      (tables) => new Set(tables.map(({ table }) => table)).size === tables.length,
      "Name each table once",
    ),
  roles: z
    .strictObject({
      /** The path of the role in app_metadata. */
      path: z.array(z.string().min(1)).min(1).default(["role"]),
      values: z.record(z.string(), role),
    })
    .optional(),
  /** Additional identity providers, and their names here. */
  providers: z.record(z.string(), providerName).default({}),
  /** Keys of user_metadata that contain a name, if no table does. */
  nameClaims: z.array(z.string().min(1)).default(["full_name", "name"]),
});
export type SupabaseMapping = z.infer<typeof mappingSchema>;

/** Errors: MAPPING_INVALID when the mapping is wrong, with the places. */
export const parseMapping = (value: unknown) => parseMappingWith(mappingSchema, value);
