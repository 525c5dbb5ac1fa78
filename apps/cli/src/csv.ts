import type { Cell } from "./output.ts";

/** One record of RFC 4180. */
export function toCsvLine(cells: readonly Cell[]): string {
  return `${cells.map(toField).join(",")}\r\n`;
}

function toField(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  const text = harmless(cell instanceof Date ? cell.toISOString() : String(cell));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A spreadsheet would run a text that begins like a formula. */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
