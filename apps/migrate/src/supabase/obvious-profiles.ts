import type pg from "pg";
import { readColumns } from "./layout.ts";
import type { ProfileTable, SupabaseMapping } from "./mapping.ts";

const TABLE = "public.profiles";
const TEXTS = ["text", "character varying", "citext"];
const TIMES = ["timestamp with time zone", "timestamp without time zone"];

/**
 * The table most projects have, taken by the names of its columns, for a mapping that names no
 * profiles: whose a row is, the name, the zone, and a profile as ours when all of its columns are called
 * as ours are. What else is in a row is kept in its record. Empty when there is no such table, or when
 * nothing tells whose its rows are.
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

/** The one column of uuids that points at users. */
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
