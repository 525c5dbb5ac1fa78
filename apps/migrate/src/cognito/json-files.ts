import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { MigrationRefused } from "../refusal.ts";
import { JsonItems } from "./json-items.ts";

/** A file of an export, and its name in the records: its path under the given folder. */
export interface ExportFile {
  path: string;
  name: string;
}

/** One item of an export, and its position, counted from 1. */
export interface ExportItem {
  file: string;
  position: number;
  value: unknown;
}

/** The names of JSON files. */
const JSON_NAME = /\.jsonl?$/i;

/**
 * The file itself, or all files under a folder with such names (.json and .jsonl), in order.
 *
 * Errors: SOURCE_UNREADABLE when it can't be read.
 */
export async function listFiles(path: string, names = JSON_NAME): Promise<ExportFile[]> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw unreadable(path, "is not there");
  if (!found.isDirectory()) return [{ path, name: basename(path) }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && names.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (files.length === 0) throw unreadable(path, "holds no file of an export");
  return files.map((file) => ({ path: file, name: relative(path, file) }));
}

/**
 * The items of one file, read as a stream: the entries of `Users` in one or many pages, or separate
 * objects, one after the other or in an array. Another export's pages have another `list`.
 *
 * Errors: SOURCE_UNREADABLE when the file can't be read or is truncated.
 */
export async function* readItems(
  { path, name }: ExportFile,
  items = new JsonItems(),
): AsyncGenerator<ExportItem> {
  let position = 0;
  const numbered = (values: unknown[]) =>
    values.map((value) => {
      position += 1;
      return { file: name, position, value };
    });
  try {
    for await (const bytes of inUtf8(path)) yield* numbered(items.write(bytes));
    yield* numbered(items.end());
  } catch (error) {
    // The error's message may repeat what was read.
    const isOfContent = error instanceof SyntaxError || error instanceof TypeError;
    const problem = isOfContent
      ? `is no complete JSON after item ${items.count}`
      : "cannot be read";
    throw unreadable(name, problem);
  }
  // JSON Lines may be empty; an empty page comes from a command that failed.
  if (!items.hasDocuments && !/\.(jsonl|ndjson)$/i.test(name)) throw unreadable(name, "is empty");
}

/** The bytes of a file in UTF-8, without a byte order mark. */
export async function* inUtf8(path: string): AsyncGenerator<Buffer> {
  let utf16: ReturnType<typeof utf16Decoder> | undefined;
  let isFirst = true;
  for await (const chunk of createReadStream(path)) {
    if (!Buffer.isBuffer(chunk)) continue;
    // What Windows PowerShell writes when a command's output is redirected to a file.
    if (isFirst && chunk[0] === 0xff && chunk[1] === 0xfe) {
      utf16 = utf16Decoder();
    }
    if (utf16 !== undefined) yield Buffer.from(utf16.decode(chunk, { stream: true }));
    else yield isFirst && chunk.subarray(0, 3).equals(UTF8_MARK) ? chunk.subarray(3) : chunk;
    isFirst = false;
  }
  if (utf16 !== undefined) yield Buffer.from(utf16.decode());
}

const utf16Decoder = () => new TextDecoder("utf-16le", { fatal: true });

/** A byte order mark, which some editors write. */
const UTF8_MARK = Buffer.from("\uFEFF");

function unreadable(name: string, what: string) {
  return new MigrationRefused("SOURCE_UNREADABLE", `${name} ${what}`);
}
