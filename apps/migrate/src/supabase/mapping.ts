import { readFile } from "node:fs/promises";
import { experienceLevel, learningStyle, role, weeklyHours } from "@sundial/validators";
import { z } from "zod";
import { providerName } from "../provider-name.ts";
import { MigrationRefused } from "../refusal.ts";

const column = z.string().min(1).max(63);

/** A column with the source's words: `values` maps each one to ours. */
function choice<Option extends z.ZodType<string>>(option: Option) {
  return z.strictObject({ column, values: z.record(z.string(), option).default({}) });
}

const menteeFields = z.strictObject({
  experienceLevel: choice(experienceLevel),
  goals: column,
  background: column.optional(),
  interests: column,
  weeklyHours: choice(weeklyHours),
  learningStyle: choice(learningStyle),
});

const mentorFields = z.strictObject({
  headline: column,
  bio: column,
  languages: column,
  expertise: column,
});

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
  timeZone: column.optional(),
  createdAt: column.optional(),
  updatedAt: column.optional(),
  mentee: menteeFields.optional(),
  mentor: mentorFields.optional(),
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
export function parseMapping(value: unknown): SupabaseMapping {
  const result = mappingSchema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.join(".") || "the file"}: ${message}`,
  );
  throw new MigrationRefused("MAPPING_INVALID", `the mapping is invalid at ${problems.join("; ")}`);
}

/**
 * Reads a mapping file, and returns whether it lists the tables of profiles.
 *
 * Errors: MAPPING_INVALID when it is wrong, can't be read or isn't JSON.
 */
export async function readMapping(path: string) {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch {
    throw new MigrationRefused("MAPPING_INVALID", `${path} can't be read as JSON`);
  }
  const mapping = parseMapping(value);
  return {
    mapping,
    namesProfiles: typeof value === "object" && value !== null && "profiles" in value,
  };
}
