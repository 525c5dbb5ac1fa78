/** One record of RFC 4180. */
export function toCsvLine(values: readonly unknown[]): string {
  return `${values.map(toCsvField).join(",")}\r\n`;
}

function toCsvField(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = harmless(value instanceof Date ? value.toISOString() : toText(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const toText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

/**
 * A spreadsheet would run text that begins like a formula, and some of these texts are untrusted.
 */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** The fields of an object in the order of these columns. */
export function inColumns(row: object, columns: readonly string[]): unknown[] {
  const values = new Map<string, unknown>(Object.entries(row));
  return columns.map((column) => values.get(column));
}
