import { type Role, role } from "@sundial/validators";
import type pg from "pg";
import { z } from "zod";

/** A word that the source has for roles, its people, and the role it means here. */
const roleWord = z.object({ word: z.string(), people: z.number(), role: role.nullable() });
export const roleWords = z.array(roleWord);
export type RoleWord = z.infer<typeof roleWord>;

/** Where a source has words for roles, and what they mean here. */
export interface RoleClaims {
  /** SQL of the words in people's claims, one a row. */
  words: string;
  values: Record<string, Role>;
}

/** More different words are free text, not roles. */
const MOST_WORDS = 100;
const LONGEST_WORD = 60;

/** The words in the source's claims for roles, most frequent first, with what the mapping makes of them. */
export async function countRoleWords(
  source: pg.ClientBase,
  { words, values }: RoleClaims,
): Promise<RoleWord[]> {
  const { rows } = await source.query<{ word: string; people: number }>(
    `SELECT word, count(*)::float8 AS people FROM (${words}) w (word)
     WHERE word IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${MOST_WORDS}`,
  );
  return rows.map(({ word, people }) => ({
    word: word.slice(0, LONGEST_WORD),
    people,
    role: Object.hasOwn(values, word) ? (values[word] ?? null) : null,
  }));
}
