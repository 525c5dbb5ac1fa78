import { canonicalTimeZone, languageTag, topicLabel, topicSlug } from "@sundial/validators";
import type pg from "pg";
import { MigrationRefused } from "../refusal.ts";
import { identifier, literal, tableName } from "../sql.ts";
import type { ProfileTable, SupabaseMapping } from "./mapping.ts";
import type { SourceWords } from "./transform.ts";

/** So many different ones are a column of free text, not of words to choose from. */
const MOST_WORDS = 50_000;

/**
 * Zones, languages and topics are judged by the contracts themselves, which are JavaScript: each
 * different word of the source once, so that SQL can look the answer up.
 *
 * @throws {MigrationRefused} SOURCE_TOO_VARIED
 */
export async function readWords(
  source: pg.ClientBase,
  mapping: SupabaseMapping,
): Promise<SourceWords> {
  const words: SourceWords = { timeZones: {}, languages: {}, topics: {} };
  for (const table of mapping.profiles) {
    const { timeZone, mentee, mentor } = table;
    for (const word of timeZone ? await distinct(source, table, timeZone, false) : []) {
      const zone = canonicalTimeZone(word);
      if (zone !== null) words.timeZones[word] = zone;
    }
    for (const word of mentor ? await distinct(source, table, mentor.languages, true) : []) {
      const tag = languageTag.safeParse(word);
      if (tag.success) words.languages[word] = tag.data;
    }
    const topics = [mentor?.expertise, mentee?.interests].filter((column) => column !== undefined);
    for (const column of topics) {
      for (const word of await distinct(source, table, column, true)) {
        const label = topicLabel.safeParse(word);
        if (label.success) {
          words.topics[word] = { label: label.data, slug: topicSlug(label.data) };
        }
      }
    }
  }
  return words;
}

async function distinct(
  source: pg.ClientBase,
  { table }: ProfileTable,
  column: string,
  isList: boolean,
): Promise<string[]> {
  const value = `to_jsonb(p.${identifier(column)})`;
  const from = isList
    ? `CROSS JOIN LATERAL jsonb_array_elements_text(CASE WHEN jsonb_typeof(${value}) = 'array' THEN ${value} ELSE '[]' END) AS e(word)`
    : `CROSS JOIN LATERAL (SELECT p.${identifier(column)}::text AS word) e`;
  const { rows } = await source.query<{ word: string }>(
    `SELECT DISTINCT e.word FROM ${tableName(table)} p ${from}
     WHERE e.word IS NOT NULL LIMIT ${MOST_WORDS + 1}`,
  );
  if (rows.length <= MOST_WORDS) return rows.map(({ word }) => word);
  throw new MigrationRefused(
    "SOURCE_TOO_VARIED",
    `${table}.${literal(column)} has more than ${MOST_WORDS} different values; is it the right column?`,
  );
}
