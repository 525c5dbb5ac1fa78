/** An object of JSON. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text, number or boolean as text; anything else as none. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** The entries of a list that are objects. */
export function recordsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The words in a text, separated by commas, or in a list of texts. */
export function wordsOf(value: unknown): string[] {
  const words = Array.isArray(value) ? value.map(textOf) : textOf(value).split(",");
  return words.map((word) => word.trim()).filter((word) => word !== "");
}

/** JSON within a text, as some exports have it; undefined if it is none. */
export function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** A list, JSON of one in a text, or words between semicolons, bars or, without those, commas. */
export function listOf(value: unknown): string[] {
  const only = Array.isArray(value) && value.length === 1 ? value[0] : value;
  const list = typeof only === "string" && only.startsWith("[") ? parsed(only) : only;
  const words = Array.isArray(list) ? list.map(textOf) : separated(textOf(list));
  return words.map((word) => word.trim()).filter((word) => word !== "");
}

function separated(text: string) {
  return text.split(/[;|]/.test(text) ? /[;|]/ : ",");
}

/** The value of a column, or of a path such as `user_metadata.bio`. */
export function valueAt(row: unknown, path: string): unknown {
  if (!isRecord(row)) return undefined;
  if (Object.hasOwn(row, path)) return row[path];
  const dot = path.indexOf(".");
  if (dot < 0) return undefined;
  const [first, rest] = [path.slice(0, dot), path.slice(dot + 1)];
  return Object.hasOwn(row, first) ? valueAt(row[first], rest) : undefined;
}

/** Names of columns whose values must not be in a record. */
const SECRET = /passw|secret|token|hash|backup_?codes/i;

/**
 * A row without some of its columns or paths, without those that say nothing, and without anything
 * that is named like a secret, however deep.
 */
export function without(
  row: Record<string, unknown>,
  columns: ReadonlySet<string>,
  within = "",
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([column, value]) => {
      const path = within + column;
      if (columns.has(path) || SECRET.test(column)) return [];
      const rest = remaining(value, columns, `${path}.`);
      return rest === undefined ? [] : [[column, rest]];
    }),
  );
}

function remaining(value: unknown, columns: ReadonlySet<string>, within: string): unknown {
  if (value === null || value === "") return undefined;
  if (Array.isArray(value)) return value.map((entry) => remaining(entry, columns, within) ?? null);
  if (!isRecord(value)) return value;
  const rest = without(value, columns, within);
  return Object.keys(rest).length === 0 ? undefined : rest;
}
