import { languageTag, topicLabel, topicSlug } from "@sundial/validators";
import { columnsIn, type Source, sourcesIn } from "../mapping.ts";
import { MigrationRefused } from "../refusal.ts";
import type { ProfileTable } from "../supabase/mapping.ts";
import type { SourceWords } from "../supabase/transform.ts";
import type { PresetMapping } from "./mapping.ts";
import { listOf, textOf, valueAt } from "./values.ts";

/**
 * The fields of a row's profile by their names here; empty if no column of it says anything, whatever
 * the mapping gives everybody.
 */
export function profileOf(
  row: unknown,
  { mentee, mentor }: Pick<PresetMapping, "mentee" | "mentor">,
) {
  const profile: Record<string, unknown> = {};
  const sources = [...sourcesIn(mentee), ...sourcesIn(mentor)];
  let says = columnsIn(sources).length === 0;
  const add = (field: string, source: Source, value: unknown) => {
    if (value === "" || value === undefined || isEmptyList(value)) return;
    profile[field] = value;
    says ||= typeof source === "string";
  };
  const text = (source: Source) => oneOf(sourceValue(row, source));
  const list = (source: Source) => listOf(sourceValue(row, source));
  if (mentee) {
    const { experienceLevel, goals, background, interests, weeklyHours, learningStyle } = mentee;
    const choices = { experienceLevel, weeklyHours, learningStyle };
    for (const [field, { column, values }] of Object.entries(choices)) {
      const word = text(column);
      add(field, column, Object.hasOwn(values, word) ? values[word] : word);
    }
    add("goals", goals, text(goals));
    if (background !== undefined) add("background", background, text(background));
    add("interests", interests, list(interests));
  }
  if (mentor) {
    const { headline, bio, languages, expertise } = mentor;
    add("headline", headline, text(headline));
    add("bio", bio, text(bio));
    add("languages", languages, list(languages));
    add("expertise", expertise, list(expertise));
  }
  return says ? profile : {};
}

export function sourceValue(row: unknown, source: Source): unknown {
  return typeof source === "string" ? valueAt(row, source) : source.value;
}

/** Keycloak has every attribute in a list. */
function oneOf(value: unknown): string {
  return textOf(Array.isArray(value) && value.length === 1 ? value[0] : value);
}

const isEmptyList = (value: unknown) => Array.isArray(value) && value.length === 0;

/** The fields of `profileOf`, as the columns of a table of profiles. */
export const PROFILES: ProfileTable = {
  table: "profile",
  key: "key",
  owner: "owner",
  createdAt: "createdAt",
  updatedAt: "updatedAt",
  mentee: {
    experienceLevel: { column: "experienceLevel", values: {} },
    goals: "goals",
    background: "background",
    interests: "interests",
    weeklyHours: { column: "weeklyHours", values: {} },
    learningStyle: { column: "learningStyle", values: {} },
  },
  mentor: { headline: "headline", bio: "bio", languages: "languages", expertise: "expertise" },
};

/** A column with more different values is free text, not a choice of words. */
const MOST_WORDS = 50_000;

/**
 * Collects the languages and topics of profiles in their canonical form: each word is checked once,
 * for SQL to look up.
 */
export function wordCollector() {
  // A word may be named like an object's own members.
  const words: SourceWords = {
    timeZones: Object.create(null),
    languages: Object.create(null),
    topics: Object.create(null),
  };
  const seen = new Set<string>();
  const isNew = (kind: string, word: unknown): word is string => {
    if (typeof word !== "string" || seen.has(`${kind} ${word}`)) return false;
    seen.add(`${kind} ${word}`);
    if (seen.size <= MOST_WORDS) return true;
    throw new MigrationRefused(
      "SOURCE_TOO_VARIED",
      `the lists of languages and topics have more than ${MOST_WORDS} different words; are these the right columns?`,
    );
  };
  return {
    words,
    collect({ languages, expertise, interests }: Record<string, unknown>) {
      for (const word of entries(languages)) {
        const tag = isNew("language", word) ? languageTag.safeParse(word) : undefined;
        if (tag?.success) words.languages[String(word)] = tag.data;
      }
      for (const word of [...entries(expertise), ...entries(interests)]) {
        const label = isNew("topic", word) ? topicLabel.safeParse(word) : undefined;
        if (label?.success) {
          words.topics[String(word)] = { label: label.data, slug: topicSlug(label.data) };
        }
      }
    },
  };
}

const entries = (list: unknown): unknown[] => (Array.isArray(list) ? list : []);
