import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { copy } from "../engine/staging.ts";
import { type ExportFile, listFiles, readItems } from "./json-files.ts";
import { derivedTables, indexesOf, POOL_TABLES, READ_TABLES } from "./pool-tables.ts";
import { readUserRow, type UserRow } from "./user-row.ts";

/** The export of a user pool, and its paths. */
export interface PoolExport {
  poolId: string;
  /** A file or a folder of ListUsers pages, or of single users. */
  users: string;
  /** A folder with ListUsersInGroup pages, in files or folders named after their group. */
  groups: string | undefined;
}

/**
 * Reads an export into temporary tables of a session, as a stream, to query it like any database.
 * Returns the number of rows in the files.
 *
 * Errors: SOURCE_UNREADABLE when a file can't be read.
 */
export async function loadPool(
  session: pg.ClientBase,
  { poolId, users, groups }: PoolExport,
): Promise<number> {
  let rows = 0;
  const onRead = () => {
    rows += 1;
  };
  await session.query(READ_TABLES);
  await copyRows(session, "read_users", linesOf(users, userColumns, onRead));
  if (groups) await copyRows(session, "pool_members", linesOf(groups, memberColumns, onRead));
  for (const statements of derivedTables) await session.query(statements);
  await makeReadable(session, poolId);
  return rows;
}

/** The same tables for another session, so two can read at once. */
export async function copyPool(from: pg.ClientBase, to: pg.ClientBase, poolId: string) {
  for (const table of POOL_TABLES) {
    const { rows } = await from.query<{ columns: string }>(
      `SELECT string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) AS columns
       FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attnum > 0`,
    );
    await to.query(`CREATE TEMP TABLE ${table} (${rows[0]?.columns})`);
    await copy(from, `SELECT * FROM ${table}`, to, table);
  }
  await makeReadable(to, poolId);
}

async function makeReadable(session: pg.ClientBase, poolId: string) {
  await session.query(indexesOf(poolId));
  // Sources are read in a transaction, parts of which can be rolled back.
  await session.query("BEGIN");
}

async function copyRows(session: pg.ClientBase, into: string, lines: AsyncGenerator<string>) {
  await pipeline(Readable.from(lines), session.query(copyFrom(`COPY ${into} FROM STDIN`)));
}

/** The number of characters sent at once. */
const PART = 64 * 1024;

type Column = string | boolean | null | undefined;

/** The rows of the files in COPY's format, several at once. */
async function* linesOf(
  path: string,
  columnsOf: (row: UserRow, file: ExportFile) => Column[],
  onRead: () => void,
) {
  let part = "";
  for (const file of await listFiles(path)) {
    const name = escaped(file.name);
    for await (const { position, value } of readItems(file)) {
      const columns = columnsOf(readUserRow(value), file).map(written);
      part += `${name}\t${position}\t${columns.join("\t")}\n`;
      onRead();
      if (part.length > PART) {
        yield part;
        part = "";
      }
    }
  }
  if (part !== "") yield part;
}

function userColumns(row: UserRow): Column[] {
  const { email, email_verified, phone_number, zoneinfo, ...others } = row.attributes;
  return [
    ...[idOf(row), row.problem, row.username, row.status, row.enabled],
    ...[row.createdAt, row.modifiedAt, email, email_verified, phone_number, zoneinfo],
    ...[nameOf(row), JSON.stringify(others), row.identities, row.identitiesInvalid],
    ...[row.timeZone, JSON.stringify(row.mfa)],
  ];
}

function memberColumns(row: UserRow, file: ExportFile): Column[] {
  return [groupOf(file), idOf(row), row.problem, row.username];
}

/** A user's id becomes the id here, so it must have its usual form. */
function idOf({ sub }: UserRow) {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(sub) ? sub : null;
}

function nameOf({ attributes: { name = "", given_name, family_name } }: UserRow) {
  const parts = [given_name, family_name].filter((part) => part !== undefined);
  return withoutSpaces(name) || withoutSpaces(parts.join(" ")) || null;
}

const withoutSpaces = (text: string) => text.replace(/^ +| +$/g, "");

function written(column: Column) {
  if (column === null || column === undefined) return "\\N";
  return typeof column === "boolean" ? String(column) : escaped(column);
}

/** A text in COPY's format. */
function escaped(text: string) {
  return text.replace(/[\\\t\n\r]/g, (letter) => ESCAPES[letter] ?? letter);
}
const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** The group of a file: its name, or that of its folder. */
export function groupOf({ name }: Pick<ExportFile, "name">): string {
  const group = name.includes("/") ? name.split("/")[0] : name.replace(/\.jsonl?$/i, "");
  try {
    return decodeURIComponent(group ?? "");
  } catch {
    return group ?? "";
  }
}
