import { canonicalTimeZone, languageTag, topicLabel, topicSlug } from "@sundial/validators";
import type pg from "pg";
import { z } from "zod";
import { listOf } from "../file/values.ts";
import type { Source } from "../mapping.ts";
import { MigrationRefused } from "../refusal.ts";
import { identifier, literal, tableName } from "../sql.ts";
import type { ProfileTable, SupabaseMapping } from "./mapping.ts";
import type { SourceWords } from "./transform.ts";

/** A column with more different values is free text, not a choice of words. */
const MOST_WORDS = 50_000;

/**
 * The contracts, which are JavaScript, check zones, languages and topics: each different word of
 * the source once, for SQL to look up.
 *
 * Errors: SOURCE_TOO_VARIED when a column has too many different values.
 */
export async function readWords(
  source: pg.ClientBase,
  mapping: SupabaseMapping,
): Promise<SourceWords> {
  // A word may be named like an object's own members.
  const words: SourceWords = {
    timeZones: Object.create(null),
    languages: Object.create(null),
    topics: Object.create(null),
  };
  for (const table of mapping.profiles) {
    const { timeZone, mentee, mentor } = table;
    const wordsIn = (from: Source | undefined, isList: boolean) =>
      typeof from === "string" ? distinct(source, table, from, isList) : listOf(from?.value);
    for (const word of await wordsIn(timeZone, false)) {
      const zone = canonicalTimeZone(word);
      if (zone !== null) words.timeZones[word] = zone;
    }
    for (const word of await wordsIn(mentor?.languages, true)) {
      const tag = languageTag.safeParse(word);
      if (tag.success) words.languages[word] = tag.data;
    }
    for (const topics of [mentor?.expertise, mentee?.interests]) {
      for (const word of await wordsIn(topics, true)) {
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
  const name = `p.${identifier(column)}`;
  if (isList && (await isJson(source, table, name))) return distinctOfJson(source, table, column);
  const value = `to_jsonb(${name})`;
  const from = isList
    ? `CROSS JOIN LATERAL jsonb_array_elements_text(CASE WHEN jsonb_typeof(${value}) = 'array' THEN ${value} ELSE '[]' END) AS e(word)`
    : `CROSS JOIN LATERAL (SELECT ${name}::text AS word) e`;
  const { rows } = await source.query<{ word: string }>(
    `SELECT DISTINCT e.word FROM ${tableName(table)} p ${from}
     WHERE e.word IS NOT NULL LIMIT ${MOST_WORDS + 1}`,
  );
  return requireFew(
    rows.map(({ word }) => word),
    table,
    column,
  );
}

async function isJson(source: pg.ClientBase, table: string, column: string) {
  const { rows } = await source.query<{ type: string }>(
    `SELECT pg_typeof(${column})::text AS type FROM ${tableName(table)} p LIMIT 1`,
  );
  return rows[0]?.type === "json";
}

/**
 * A column of type json stores its text as it was typed, and the server itself can't read some of
 * it (a NUL, half a character). One such row must not block all others.
 */
async function distinctOfJson(source: pg.ClientBase, table: string, column: string) {
  const words = new Set<string>();
  await source.query(
    `DECLARE lists NO SCROLL CURSOR FOR SELECT p.${identifier(column)}::text AS list FROM ${tableName(table)} p`,
  );
  for (;;) {
    const { rows } = await source.query<{ list: string | null }>("FETCH 1000 FROM lists");
    for (const { list } of rows) {
      const parsed = jsonList.safeParse(list === null ? null : JSON.parse(list));
      for (const word of parsed.data ?? []) {
        words.add(typeof word === "string" ? word : JSON.stringify(word));
      }
    }
    if (rows.length === 0 || words.size > MOST_WORDS) break;
  }
  await source.query("CLOSE lists");
  return requireFew([...words], table, column);
}

const jsonList = z.array(z.unknown());

function requireFew(words: string[], table: string, column: string) {
  if (words.length <= MOST_WORDS) return words;
  throw new MigrationRefused(
    "SOURCE_TOO_VARIED",
    `${table}.${literal(column)} has more than ${MOST_WORDS} different values; is it the right column?`,
  );
}
