import { experienceLevel, learningStyle, weeklyHours } from "@sundial/validators";
import { isUsableName } from "../engine/name.ts";
import { rejectedCodes } from "../engine/rejection.ts";
import { listOf } from "../file/values.ts";
import { columnsIn, type Source, sourcesIn } from "../mapping.ts";
import {
  codesOf,
  digestOf,
  type Fields,
  fitsText,
  isStrangeTime,
  literal,
  ONCE,
  selectList,
  trimmed,
} from "../sql.ts";

import type { ProfileTable } from "./mapping.ts";
import { lookUp, type Transform, targetId } from "./transform.ts";
import { roleClaim, roleOf } from "./users.ts";

/**
 * The words of a jsonb array, in canonical form; NULL if one is unknown, or a duplicate by
 * `identity`.
 */
function wordList(source: Source | undefined, form: string, identity = form) {
  if (source === undefined) return "NULL::text[]";
  const array =
    typeof source === "string"
      ? `s.data -> ${literal(source)}`
      : `${literal(JSON.stringify(listOf(source.value)))}::jsonb`;
  return `CASE WHEN jsonb_typeof(${array}) = 'array' THEN (
      SELECT CASE WHEN count(*) = count(DISTINCT ${identity}) THEN coalesce(array_agg(${form} ORDER BY o), '{}') END
      FROM jsonb_array_elements_text(${array}) WITH ORDINALITY AS e(x, o)) END`;
}

function value(source: Source | undefined, alias = "s") {
  if (source === undefined) return "NULL::text";
  if (typeof source === "string") return `${alias}.data ->> ${literal(source)}`;
  return `${literal(String(source.value))}::text`;
}
const textOf = (source: Source | undefined) => trimmed(value(source));

function chosen({ column, values }: { column: Source; values: Record<string, string> }) {
  const cases = Object.entries(values).map(
    ([theirs, ours]) => `WHEN ${literal(theirs)} THEN ${literal(ours)}`,
  );
  return cases.length === 0
    ? value(column)
    : `CASE ${value(column)} ${cases.join(" ")} ELSE ${value(column)} END`;
}

/**
 * The role decides which of the two profiles a row may become; a row with none of its fields
 * becomes neither.
 */
function facts(transform: Transform, table: ProfileTable, from: string) {
  const { mentee, mentor } = table;
  const languages = lookUp(transform.words.languages, "x");
  const label = lookUp(transform.words.topics, "x", "label");
  const slug = lookUp(transform.words.topics, "x", "slug");
  const parts: Fields = {
    role: roleOf(transform, roleClaim(transform, "s.app_metadata")),
    given_created_at: `(${value(table.createdAt)})::timestamptz`,
    given_updated_at: `(${value(table.updatedAt)})::timestamptz`,
    experience_level: mentee ? chosen(mentee.experienceLevel) : "NULL::text",
    goals: textOf(mentee?.goals),
    background: `coalesce(${textOf(mentee?.background)}, '')`,
    interests: wordList(mentee?.interests, label, slug),
    weekly_hours: mentee ? chosen(mentee.weeklyHours) : "NULL::text",
    learning_style: mentee ? chosen(mentee.learningStyle) : "NULL::text",
    headline: textOf(mentor?.headline),
    bio: textOf(mentor?.bio),
    languages: wordList(mentor?.languages, languages),
    expertise: wordList(mentor?.expertise, label, slug),
    expertise_slugs: wordList(mentor?.expertise, slug),
  };
  return `SELECT s.*, ${selectList(parts)},
      ${mentee ? saysAny(mentee) : "false"} AS has_mentee,
      ${mentor ? saysAny(mentor) : "false"} AS has_mentor
    FROM ${from} s WHERE s.entity = ${literal(table.table)} ${ONCE}`;
}

/** Whether any column says something; what the mapping gives everybody says nothing of a person. */
function saysAny(fields: object) {
  const columns = columnsIn(sourcesIn(fields));
  if (columns.length === 0) return "true";
  const texts = columns.map(
    (column) => `nullif(nullif(nullif(${textOf(column)}, ''), '[]'), '{}')`,
  );
  return `coalesce(${texts.join(", ")}) IS NOT NULL`;
}

const isMentee = "f.role = 'mentee' AND f.has_mentee AND f.ordinal = 1";
const isMentor = "f.role = 'mentor' AND f.has_mentor AND f.ordinal = 1";

function profileFields(transform: Transform): Fields {
  const mentee = (field: string) => `CASE WHEN ${isMentee} THEN f.${field} END`;
  const mentor = (field: string) => `CASE WHEN ${isMentor} THEN f.${field} END`;
  const createdAt = `coalesce(f.given_created_at, f.given_updated_at, ${literal(transform.startedAt)}::timestamptz)`;
  return {
    kind: `CASE WHEN ${isMentee} THEN 'mentee' WHEN ${isMentor} THEN 'mentor' END`,
    id: targetId(transform, "f.owner"),
    experience_level: mentee("experience_level"),
    goals: mentee("goals"),
    background: mentee("background"),
    interests: mentee("interests"),
    weekly_hours: mentee("weekly_hours"),
    learning_style: mentee("learning_style"),
    headline: mentor("headline"),
    bio: mentor("bio"),
    languages: mentor("languages"),
    expertise: `CASE WHEN ${isMentor} THEN (
      SELECT jsonb_object_agg(slug, label) FROM unnest(f.expertise_slugs, f.expertise) AS e(slug, label)
      WHERE slug IS NOT NULL) END`,
    version: "1",
    created_at: createdAt,
    updated_at: `coalesce(f.given_updated_at, ${createdAt})`,
  };
}

/** The row without the columns that have a place here; all of it if it became nothing. */
function unplaced(transform: Transform, table: ProfileTable) {
  const { key, owner, name, timeZone, createdAt, updatedAt, mentee, mentor } = table;
  const inProfile = [createdAt, updatedAt, ...sourcesIn(mentee), ...sourcesIn(mentor)];
  const without = (sources: (Source | undefined)[]) =>
    `ARRAY[${columnsIn(sources).map(literal).join(", ")}]::text[]`;
  // A user's name and time zone come from the first row of the first table that has them.
  const isFirst = (column: "name" | "timeZone") =>
    transform.mapping.profiles.find((other) => other[column] !== undefined) === table;
  const zone = `(${value(timeZone, "f")})`;
  const isZoneKnown = `coalesce(${zone}, '') = '' OR ${lookUp(transform.words.timeZones, zone)} IS NOT NULL`;
  const isNameUsed = `coalesce(${isUsableName(trimmed(value(name, "f")))}, true)`;
  const when = (condition: string, sources: (Source | undefined)[]) =>
    `- CASE WHEN ${condition} THEN ${without(sources)} ELSE '{}' END`;
  return `nullif(f.data - ${without([key, owner])}
    ${when(`f.ordinal = 1 AND ${isNameUsed}`, isFirst("name") ? [name] : [])}
    ${when(`f.ordinal = 1 AND (${isZoneKnown})`, isFirst("timeZone") ? [timeZone] : [])}
    ${when(`${isMentee} OR ${isMentor}`, inProfile)}, '{}')`;
}

/** What each row of one profile table in `from` becomes. */
export function expectedProfiles(transform: Transform, table: ProfileTable, from: string) {
  return `SELECT f.owner, f.key, ${unplaced(transform, table)} AS unplaced,
      ${selectList(profileFields(transform))}
    FROM (${facts(transform, table, from)}) f`;
}

/** The same with the verdict, after the verdict on the owners. */
export function judgedProfiles(transform: Transform, table: ProfileTable) {
  const within = (field: string, words: readonly string[]) =>
    `coalesce(f.${field} NOT IN (${words.map(literal).join(", ")}), true)`;
  const several = (field: string, max: number) =>
    `coalesce(cardinality(f.${field}) NOT BETWEEN 1 AND ${max}, true)`;
  const lacks = (field: string, rules: { min: number; max: number; multiline?: boolean }) =>
    `NOT coalesce(${fitsText(`f.${field}`, rules)}, false)`;
  const hasFields = table.mentee !== undefined || table.mentor !== undefined;
  const excluded = codesOf({
    OWNER_EXCLUDED: "o.outcome = 'excluded'",
    OWNER_DELETED: "o.status_reason = 'Deleted before the move'",
    // Of a row that can't be read, nobody knows what it says.
    NO_PROFILE_YET: hasFields
      ? "NOT f.has_mentee AND NOT f.has_mentor AND o.owner IS NOT NULL AND f.data IS NOT NULL"
      : "false",
  });
  const quarantined = codesOf({
    OWNER_MISSING: "o.owner IS NULL",
    OWNER_QUARANTINED: "o.outcome = 'quarantined'",
    PROFILE_TWIN: "f.ordinal > 1 AND (f.has_mentee OR f.has_mentor)",
    TIME_INVALID: `(${isMentee} OR ${isMentor}) AND (${isStrangeTime(["f.given_created_at", "f.given_updated_at"])})`,
    EXPERIENCE_LEVEL_INVALID: `${isMentee} AND ${within("experience_level", experienceLevel.options)}`,
    GOALS_INVALID: `${isMentee} AND ${lacks("goals", { min: 10, max: 1000, multiline: true })}`,
    BACKGROUND_INVALID: `${isMentee} AND ${lacks("background", { min: 0, max: 1000, multiline: true })}`,
    INTERESTS_INVALID: `${isMentee} AND ${several("interests", 12)}`,
    WEEKLY_HOURS_INVALID: `${isMentee} AND ${within("weekly_hours", weeklyHours.options)}`,
    LEARNING_STYLE_INVALID: `${isMentee} AND ${within("learning_style", learningStyle.options)}`,
    HEADLINE_INVALID: `${isMentor} AND ${lacks("headline", { min: 5, max: 120 })}`,
    BIO_INVALID: `${isMentor} AND ${lacks("bio", { min: 20, max: 2000, multiline: true })}`,
    LANGUAGES_INVALID: `${isMentor} AND ${several("languages", 8)}`,
    EXPERTISE_INVALID: `${isMentor} AND ${several("expertise", 12)}`,
  });
  const flagged = codesOf({
    PROFILE_NOT_OF_ROLE: `(f.has_mentee OR f.has_mentor) AND NOT (${isMentee}) AND NOT (${isMentor})`,
  });
  return `SELECT f.owner, f.entity, f.key, ${digestOf("f.staged")} AS source_digest,
      ${excluded} AS excluded, ${quarantined} || ${rejectedCodes(table.table)} AS quarantined, ${flagged} AS flagged,
      ${unplaced(transform, table)} AS unplaced,
      ${selectList(profileFields(transform))}
    FROM (${facts(transform, table, "(SELECT s AS staged, s.* FROM staged_profiles s)")}) f
    LEFT JOIN prepared_users o ON o.owner = f.owner`;
}
