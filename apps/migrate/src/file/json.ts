import { type ExportFile, readItems } from "../cognito/json-files.ts";
import { JsonItems } from "../cognito/json-items.ts";
import type { SourceRow } from "./person.ts";

/** Text, or a number with so many digits that JavaScript would lose some. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const MANY_DIGITS = /\d{16}|\.\d{10}/;

/** JSON in which long numbers become texts, which keep every digit. */
export function parseExactly(json: string): unknown {
  if (!MANY_DIGITS.test(json)) return JSON.parse(json);
  const quoted = json.replace(TEXT_OR_NUMBER, (found) => {
    const isLong = !found.startsWith('"') && found.replace(/\D/g, "").length > 15;
    return isLong ? `"${found}"` : found;
  });
  // What isn't JSON must not become JSON.
  JSON.parse(json);
  return JSON.parse(quoted);
}

/**
 * The objects in a JSON file, read as a stream: one after the other, in a list, or in the `list` of
 * a page.
 *
 * Errors: SOURCE_UNREADABLE when the file can't be read or is truncated.
 */
export function readJson(file: ExportFile, list: string | null): AsyncGenerator<SourceRow> {
  return readItems(file, new JsonItems(list, parseExactly));
}
