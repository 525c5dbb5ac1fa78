import pg from "pg";

export const literal = pg.escapeLiteral;
export const identifier = pg.escapeIdentifier;

/**
 * Ends a subquery whose columns must be computed once. Otherwise, the planner would copy their
 * expressions to each use, and theirs in turn, which doubles the cost with each layer.
 */
export const ONCE = "OFFSET 0";

/** `public.profiles` as SQL. */
export function tableName(name: string) {
  return name.split(".").map(identifier).join(".");
}

/**
 * SHA-256 of a row in Postgres's binary form, which is the same on every server and cheaper than
 * text: per field its type, length and bytes, a timestamp as a count of microseconds, jsonb as text
 * with all digits. Compared fields must have the same types.
 */
export function digestOf(row: string) {
  return `sha256(record_send(${row}))`;
}

/** A UUID (version 8 of RFC 9562) derived from a text: the same text, the same id. */
export function uuidFrom(text: string) {
  return `overlay(overlay(md5(${text}) PLACING '8' FROM 13) PLACING 'a' FROM 17)::uuid::text`;
}

/** The codes whose condition holds, as an array in the given order. */
export function codesOf(conditions: Record<string, string>) {
  const cases = Object.entries(conditions).map(
    ([code, condition]) => `CASE WHEN ${condition} THEN ${literal(code)} END`,
  );
  return cases.length === 0 ? "'{}'::text[]" : `array_remove(ARRAY[${cases.join(", ")}], NULL)`;
}

// What String.prototype.trim removes: white space and line ends (ECMA-262).
const SPACES =
  "U&'\\0009\\000A\\000B\\000C\\000D\\0020\\00A0\\1680\\2000\\2001\\2002\\2003\\2004\\2005\\2006\\2007\\2008\\2009\\200A\\2028\\2029\\202F\\205F\\3000\\FEFF'";

/** Trimmed as the contracts trim. */
export function trimmed(text: string) {
  return `btrim(${text}, ${SPACES})`;
}

const CONTROLS =
  "[\\u0001-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069]";
const LINE_BREAKS = "[\\n\\r]";

/** Whether a trimmed text satisfies `text()` in the contracts. Both count code points. */
export function fitsText(text: string, rules: { min: number; max: number; multiline?: boolean }) {
  const conditions = [
    `length(${text}) BETWEEN ${rules.min} AND ${rules.max}`,
    `${text} COLLATE "C" !~ '${CONTROLS}'`,
  ];
  if (rules.multiline !== true) conditions.push(`${text} COLLATE "C" !~ '${LINE_BREAKS}'`);
  return `(${conditions.join(" AND ")})`;
}

/**
 * Whether a time is outside what a calendar here can show: infinite, BC, or too far in the future.
 */
export function isStrangeTime(times: string[]) {
  return times.map((time) => `${time} NOT BETWEEN '0001-01-01' AND '9999-12-31'`).join(" OR ");
}

/** Fields of one written row, by column: the SQL that computes each from the source row. */
export type Fields = Record<string, string>;

export function selectList(fields: Fields) {
  return Object.entries(fields)
    .map(([name, expression]) => `${expression} AS ${identifier(name)}`)
    .join(",\n      ");
}

/** The digest of all fields of an alias, in order. */
export function digestOfFields(fields: Fields, alias: string) {
  return digestOf(
    `ROW(${Object.keys(fields)
      .map((name) => `${alias}.${identifier(name)}`)
      .join(", ")})`,
  );
}
