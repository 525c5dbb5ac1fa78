import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { openTarget } from "../connections.ts";
import type { Sessions } from "./sessions.ts";
import { copy } from "./staging.ts";

/**
 * Opens a session to hold an export in temporary tables, which nobody else can see, and one to
 * write in. The first is on the target, too: an export is no database, and this needs no other.
 */
export async function openLoaded(toUrl: string): Promise<Sessions> {
  const target = await openTarget(toUrl);
  try {
    return { source: await openTarget(toUrl), target };
  } catch (error) {
    await target.end();
    throw error;
  }
}

/** The same temporary tables for another session, so two can read at once. */
export async function copyTables(from: pg.ClientBase, to: pg.ClientBase, tables: string[]) {
  for (const table of tables) {
    const { rows } = await from.query<{ columns: string }>(
      `SELECT string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) AS columns
       FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attnum > 0`,
    );
    await to.query(`CREATE TEMP TABLE ${table} (${rows[0]?.columns})`);
    await copy(from, `SELECT * FROM ${table}`, to, table);
  }
}

/** A value of a column of text, or of a type that Postgres reads from one. */
export type Column = string | boolean | null | undefined;

/** The number of characters sent at once. */
const PART = 64 * 1024;

/** Streams rows into a table of a session, several at once. */
export async function copyRows(
  session: pg.ClientBase,
  into: string,
  rows: AsyncIterable<readonly Column[]>,
) {
  const stream = session.query(copyFrom(`COPY ${into} FROM STDIN`));
  await pipeline(Readable.from(parts(rows)), stream);
}

async function* parts(rows: AsyncIterable<readonly Column[]>) {
  let part = "";
  for await (const columns of rows) {
    part += `${columns.map(written).join("\t")}\n`;
    if (part.length > PART) {
      yield part;
      part = "";
    }
  }
  if (part !== "") yield part;
}

function written(column: Column) {
  if (column === null || column === undefined) return "\\N";
  return typeof column === "boolean" ? String(column) : escaped(column);
}

/** A text in COPY's format. */
function escaped(text: string) {
  return text.replace(/[\\\t\n\r]/g, (letter) => ESCAPES[letter] ?? letter);
}
const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
