import { createReadStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { JSONParser } from "@streamparser/json";
import { MigrationRefused } from "../refusal.ts";

/** A file of an export, and what it is called in the records: its path below the given folder. */
export interface ExportFile {
  path: string;
  name: string;
}

/** One item of an export, and where it stands, counted from 1. */
export interface ExportItem {
  file: string;
  position: number;
  value: unknown;
}

/**
 * The file itself, or all files below a folder whose names end in .json or .jsonl, in their order.
 *
 * @throws {MigrationRefused} SOURCE_UNREADABLE
 */
export async function listFiles(path: string): Promise<ExportFile[]> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw unreadable(path, "is not there");
  if (!found.isDirectory()) return [{ path, name: basename(path) }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && /\.jsonl?$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (files.length === 0) throw unreadable(path, "holds no .json file");
  return files.map((file) => ({ path: file, name: relative(path, file) }));
}

/**
 * The items of one file, read as a stream: the entries of `Users` in one page or many, or objects
 * that stand alone, one after the other or in an array. A file that breaks off is refused.
 *
 * @throws {MigrationRefused} SOURCE_UNREADABLE
 */
export async function* readItems({ path, name }: ExportFile): AsyncGenerator<ExportItem> {
  const layout = await layoutOf(path);
  const waiting: unknown[] = [];
  // With an empty separator, one document may follow the other.
  const parser = new JSONParser({ paths: layout.paths, separator: "", keepStack: false });
  parser.onValue = ({ value }) => {
    waiting.push(...itemsOf(value));
  };
  let position = 0;
  try {
    for await (const text of decoded(path, layout.encoding)) {
      parser.write(text);
      for (const value of waiting.splice(0)) {
        position += 1;
        yield { file: name, position, value };
      }
    }
    if (!parser.isEnded) parser.end();
  } catch {
    // The parser's words may repeat what it read.
    throw unreadable(name, `is no complete JSON after item ${position}`);
  }
}

async function* decoded(path: string, encoding: string) {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of createReadStream(path)) {
    if (Buffer.isBuffer(chunk)) yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

/** What a file holds can be told by how it begins. */
async function layoutOf(path: string) {
  const file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
  await file.close();
  const head = buffer.subarray(0, bytesRead);
  // What Windows PowerShell writes when a command's output is redirected to a file.
  const encoding = head[0] === 0xff && head[1] === 0xfe ? "utf-16le" : "utf-8";
  const text = new TextDecoder(encoding).decode(head);
  if (/^\s*\[?\s*\{\s*"(Users|PaginationToken|NextToken)"/.test(text)) {
    return { encoding, paths: ["$.Users.*", "$.*.Users.*"] };
  }
  return { encoding, paths: [/^\s*\[/.test(text) ? "$.*" : "$"] };
}

/** A page that does not begin with its users, as some libraries write it, or one item. */
function itemsOf(value: unknown): unknown[] {
  const isPage = typeof value === "object" && value !== null && "Users" in value;
  return isPage && Array.isArray(value.Users) ? value.Users : [value];
}

function unreadable(name: string, what: string) {
  return new MigrationRefused("SOURCE_UNREADABLE", `${name} ${what}`);
}
