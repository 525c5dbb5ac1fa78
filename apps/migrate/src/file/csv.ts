import { pipeline } from "node:stream";
import { parse } from "csv-parse";
import { type ExportFile, inUtf8 } from "../cognito/json-files.ts";
import { MigrationRefused } from "../refusal.ts";
import type { SourceRow } from "./person.ts";

/** In bytes, far longer than any row, because the current one is kept in memory. */
const LONGEST_ROW = 16 * 1024 * 1024;

/**
 * The rows of a CSV file, by the names in its first line, read as a stream. A row with more or fewer
 * columns than names is null.
 *
 * Errors: SOURCE_UNREADABLE when the file can't be read, isn't CSV, isn't UTF-8 or lacks a required
 * column.
 */
export async function* readCsv(
  { path, name }: ExportFile,
  { delimiter, required }: { delimiter: string; required: string[] },
): AsyncGenerator<SourceRow> {
  const parser = parse({
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  });
  let names: string[] | undefined;
  let position = 0;
  try {
    const rows: AsyncIterable<string[]> = pipeline(checkedText(path), parser, () => {});
    for await (const cells of rows) {
      if (names === undefined) {
        names = cells.map((cell) => cell.trim());
        requireNames(name, names, required);
        continue;
      }
      position += 1;
      yield { file: name, position, value: rowOf(names, cells) };
    }
  } catch (error) {
    if (error instanceof MigrationRefused) throw error;
    // The error's message may repeat what was read.
    throw new MigrationRefused(
      "SOURCE_UNREADABLE",
      `${name} can't be read as CSV in UTF-8 after row ${position}`,
    );
  }
  if (names === undefined) throw new MigrationRefused("SOURCE_UNREADABLE", `${name} is empty`);
}

function rowOf(names: string[], cells: string[]) {
  if (cells.length !== names.length) return null;
  return Object.fromEntries(names.map((column, index) => [column, cells[index] ?? ""]));
}

/** A wrong byte is an error, not a replacement character. */
async function* checkedText(path: string) {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const bytes of inUtf8(path)) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

function requireNames(file: string, names: string[], required: string[]) {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new MigrationRefused("SOURCE_UNREADABLE", `${file} has two columns ${repeated}`);
  }
  const missing = required.filter((name) => !names.includes(name));
  if (missing.length === 0) return;
  throw new MigrationRefused(
    "SOURCE_COLUMN_MISSING",
    `${file} has no column ${missing.join(", ")}; it has ${names.join(", ")}`,
  );
}
