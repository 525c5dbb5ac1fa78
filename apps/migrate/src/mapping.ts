import { readFile } from "node:fs/promises";
import {
  canonicalTimeZone,
  experienceLevel,
  learningStyle,
  menteeProfileFields,
  mentorProfileFields,
  weeklyHours,
} from "@sundial/validators";
import { z } from "zod";
import { listOf } from "./file/values.ts";
import { MigrationRefused } from "./refusal.ts";

const column = z.string().min(1).max(200);
const constant = z.union([z.string(), z.boolean(), z.array(z.string())]);

/** A column, or one value for everybody. */
export const source = z.union([column, z.strictObject({ value: constant })]);
export type Source = z.infer<typeof source>;

const UNFIT = "This value isn't one that can be stored here";

/** A source whose value for everybody must fit the contract; columns are checked row by row. */
function sourceOf(contract: z.ZodType, read: (value: unknown) => unknown = (value) => value) {
  return source.refine(
    (given) => typeof given === "string" || contract.safeParse(read(given.value)).success,
    UNFIT,
  );
}

/** Where a person's time zone is read from. */
export const timeZoneSource = source.refine(
  (given) => typeof given === "string" || canonicalTimeZone(String(given.value)) !== null,
  UNFIT,
);

const listFrom = (contract: z.ZodType) => sourceOf(contract, listOf);

/** A source with words of its own: `values` maps each one to ours. */
function choice<Option extends z.ZodType<string>>(option: Option) {
  const words = z.record(z.string(), option);
  const alone = source.transform((given) => ({ column: given, values: words.parse({}) }));
  return z
    .union([z.strictObject({ column: source, values: words.default({}) }), alone])
    .refine(({ column: given, values }) => {
      if (typeof given === "string") return true;
      const word = String(given.value);
      return Object.hasOwn(values, word) || option.safeParse(word).success;
    }, UNFIT);
}

const { goals, background, interests } = menteeProfileFields.shape;
const { headline, bio, languages, expertise } = mentorProfileFields.shape;

/** What the fields of profiles are read from. Compulsory is what our contracts require. */
export const profileFields = {
  mentee: z
    .strictObject({
      experienceLevel: choice(experienceLevel),
      goals: sourceOf(goals),
      background: sourceOf(background).optional(),
      interests: listFrom(interests),
      weeklyHours: choice(weeklyHours),
      learningStyle: choice(learningStyle),
    })
    .optional(),
  mentor: z
    .strictObject({
      headline: sourceOf(headline),
      bio: sourceOf(bio),
      languages: listFrom(languages),
      expertise: listFrom(expertise),
    })
    .optional(),
};

/** The sources of all fields of a profile. */
export function sourcesIn(fields: object | undefined): Source[] {
  return Object.values(fields ?? {}).flatMap((field) => {
    const isChoice = typeof field === "object" && field !== null && "column" in field;
    const found = source.safeParse(isChoice ? field.column : field);
    return found.success ? [found.data] : [];
  });
}

/** The columns among sources. */
export function columnsIn(sources: (Source | undefined)[]): string[] {
  return sources.filter((given) => typeof given === "string");
}

/** Errors: MAPPING_INVALID when the mapping is wrong, with the places. */
export function parseMappingWith<Mapping>(schema: z.ZodType<Mapping>, value: unknown): Mapping {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `${path.join(".") || "the file"}: ${message}`,
  );
  throw new MigrationRefused("MAPPING_INVALID", `the mapping is invalid at ${problems.join("; ")}`);
}

/**
 * The JSON of a mapping file.
 *
 * Errors: MAPPING_INVALID when it can't be read or isn't JSON.
 */
export async function readMappingFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    throw new MigrationRefused("MAPPING_INVALID", `${path} can't be read as JSON`);
  }
}
