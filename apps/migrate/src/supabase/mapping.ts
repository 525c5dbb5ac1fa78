import { readFile } from "node:fs/promises";
import { experienceLevel, learningStyle, role, weeklyHours } from "@sundial/validators";
import { z } from "zod";
import { providerName } from "../provider-name.ts";
import { MigrationRefused } from "../refusal.ts";

const column = z.string().min(1).max(63);

/** A column whose values are words of the source: `values` says which of ours each one means. */
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
    // What a mapped table holds is kept with its record, and hashes and secrets have no place there.
    .refine((name) => !name.startsWith("auth."), "Tables of Supabase Auth can't be profiles"),
  /** The column that tells its rows apart. */
  key: column.default("id"),
  /** The column with the id of the user a row belongs to. */
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
 * Which tables and columns of the source become what here. Roles come from app_metadata alone, which
 * only the server can write; a table or user_metadata never grants one.
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
      /** Where in app_metadata the role stands. */
      path: z.array(z.string().min(1)).min(1).default(["role"]),
      values: z.record(z.string(), role),
    })
    .optional(),
  /** Identity providers beyond the known ones, and what they are called here. */
  providers: z.record(z.string(), providerName).default({}),
  /** Keys of user_metadata that hold a name, when no table does. */
  nameClaims: z.array(z.string().min(1)).default(["full_name", "name"]),
});
export type SupabaseMapping = z.infer<typeof mappingSchema>;

/** @throws {MigrationRefused} MAPPING_INVALID with the places that are wrong */
export function parseMapping(value: unknown): SupabaseMapping {
  const result = mappingSchema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.join(".") || "the file"}: ${message}`,
  );
  throw new MigrationRefused("MAPPING_INVALID", `the mapping is invalid at ${problems.join("; ")}`);
}

/**
 * Reads a mapping file, and says whether it names the tables of profiles. Errors: MAPPING_INVALID, also
 * when it cannot be read or is no JSON.
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
