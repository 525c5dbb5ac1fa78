import type pg from "pg";
import { readColumns } from "./layout.ts";
import type { ProfileTable, SupabaseMapping } from "./mapping.ts";

const TABLE = "public.profiles";
const TEXTS = ["text", "character varying", "citext"];
const TIMES = ["timestamp with time zone", "timestamp without time zone"];

/**
 * The profiles table of most projects, matched by its column names, for a mapping without profiles:
 * the owner of a row, the name, the zone, and a profile if all of its columns have our names. The
 * rest of a row is kept in its record. Empty if the table doesn't exist, or nothing identifies the
 * owner of its rows.
 */
export async function findProfiles(source: pg.ClientBase): Promise<SupabaseMapping["profiles"]> {
  const columns = (await readColumns(source, [TABLE])).get(TABLE);
  if (columns === undefined) return [];
  const first = (names: string[], types: string[]) =>
    names.find((name) => types.includes(columns.get(name) ?? ""));
  const owner = (await ownerColumn(source)) ?? first(["user_id", "id"], ["uuid"]);
  if (owner === undefined) return [];
  const hasAll = (...names: string[]) => names.every((name) => columns.has(name));
  const table: ProfileTable = {
    table: TABLE,
    key: columns.has("id") ? "id" : owner,
    owner,
    name: first(["full_name", "display_name", "name"], TEXTS),
    timeZone: first(["time_zone", "timezone"], TEXTS),
    createdAt: first(["created_at"], TIMES),
    updatedAt: first(["updated_at"], TIMES),
    mentee: hasAll("experience_level", "goals", "interests", "weekly_hours", "learning_style")
      ? {
          experienceLevel: { column: "experience_level", values: {} },
          goals: "goals",
          background: columns.has("background") ? "background" : undefined,
          interests: "interests",
          weeklyHours: { column: "weekly_hours", values: {} },
          learningStyle: { column: "learning_style", values: {} },
        }
      : undefined,
    mentor: hasAll("headline", "bio", "languages", "expertise")
      ? { headline: "headline", bio: "bio", languages: "languages", expertise: "expertise" }
      : undefined,
  };
  return [table];
}

/** The only uuid column that refers to users. */
async function ownerColumn(source: pg.ClientBase): Promise<string | undefined> {
  const { rows } = await source.query<{ column: string }>(
    `SELECT a.attname AS column FROM pg_constraint k
     JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
     WHERE k.contype = 'f' AND k.conrelid = to_regclass($1) AND k.confrelid = to_regclass('auth.users')
       AND cardinality(k.conkey) = 1 AND a.atttypid = 'uuid'::regtype`,
    [TABLE],
  );
  return rows.length === 1 ? rows[0]?.column : undefined;
}
