import { personName } from "@sundial/validators";
import { fitsText, literal, trimmed } from "../sql.ts";

/** The name of somebody whose source has none that can be used here. */
export const NEUTRAL_NAME = "Member";

/** What leaves no mark on a page, for both kinds of regular expressions. */
const INVISIBLE =
  " \\t\\u00A0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000\\u00AD\\u034F\\u061C\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u200B-\\u200F\\u2060-\\u206F\\u2800\\u3164\\uFE00-\\uFE0F\\uFEFF\\uFFA0";
const VISIBLE = new RegExp(`[^${INVISIBLE}]`, "u");

type NameCode = "NAME_MISSING" | "NAME_UNUSABLE";

/**
 * The first of a person's names that our contract accepts, or null; and a code if that isn't simply
 * their first name.
 */
export function chooseName(names: string[]): { name: string | null; codes: NameCode[] } {
  const given = names.filter((name) => name.trim() !== "");
  const name = given.map(usable).find((found) => found !== null) ?? null;
  if (given.length === 0) return { name, codes: ["NAME_MISSING"] };
  return { name, codes: name === given[0]?.trim() ? [] : ["NAME_UNUSABLE"] };
}

function usable(name: string): string | null {
  const parsed = personName.safeParse(name);
  return parsed.success && VISIBLE.test(parsed.data) ? parsed.data : null;
}

/**
 * The same choice in SQL: the name, NULL if none can be used, and the first of all names. A name
 * that isn't the first is `NAME_UNUSABLE`, and nobody with any name is `NAME_MISSING`.
 */
export function chosenName(names: string[]) {
  const given = names.map((name) => `nullif(${trimmed(name)}, '')`);
  const usables = given.map((name) => `CASE WHEN ${isUsableName(name)} THEN ${name} END`);
  return { name: `coalesce(${usables.join(", ")})`, first: `coalesce(${given.join(", ")})` };
}

/** Whether a trimmed text can be a name here. */
export function isUsableName(name: string) {
  const isVisible = `${name} COLLATE "C" ~ ${literal(`[^${INVISIBLE}]`)}`;
  return `(${fitsText(name, { min: 1, max: 80 })} AND ${isVisible})`;
}
