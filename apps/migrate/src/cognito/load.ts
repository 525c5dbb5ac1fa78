import type pg from "pg";
import { type Column, copyRows, copyTables } from "../engine/loaded.ts";
import { chooseName } from "../engine/name.ts";
import { MigrationRefused } from "../refusal.ts";
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
 * Errors: SOURCE_UNREADABLE when a file can't be read; SOURCE_FORMAT when it has something else.
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
  await copyRows(session, "read_users", rowsOf(users, userColumns, onRead));
  if (groups) await copyRows(session, "pool_members", rowsOf(groups, memberColumns, onRead));
  for (const statements of derivedTables) await session.query(statements);
  await makeReadable(session, poolId);
  return rows;
}

/** The same tables for another session, so two can read at once. */
export async function copyPool(from: pg.ClientBase, to: pg.ClientBase, poolId: string) {
  await copyTables(from, to, POOL_TABLES);
  await makeReadable(to, poolId);
}

async function makeReadable(session: pg.ClientBase, poolId: string) {
  await session.query(indexesOf(poolId));
  // Sources are read in a transaction, parts of which can be rolled back.
  await session.query("BEGIN");
}

/** The rows of the files. */
async function* rowsOf(
  path: string,
  columnsOf: (row: UserRow, file: ExportFile) => Column[],
  onRead: () => void,
): AsyncGenerator<Column[]> {
  for (const file of await listFiles(path)) {
    let [rows, users] = [0, 0];
    for await (const { position, value } of readItems(file)) {
      const row = readUserRow(value);
      rows += 1;
      if (row.problem !== "ROW_INVALID") users += 1;
      yield [file.name, String(position), ...columnsOf(row, file)];
      onRead();
    }
    if (rows > 0 && users === 0) throw wrongShape(file);
  }
}

function userColumns(row: UserRow): Column[] {
  const { email, email_verified, phone_number, zoneinfo, ...others } = row.attributes;
  const { name, codes } = chooseName(row.names);
  return [
    ...[idOf(row), row.problem, row.username, row.status, row.enabled],
    ...[row.createdAt, row.modifiedAt, email, email_verified, phone_number, zoneinfo],
    ...[name, JSON.stringify(codes), JSON.stringify(others), row.identities],
    row.identitiesInvalid,
    ...[row.timeZone, JSON.stringify(row.mfa)],
  ];
}

function memberColumns(row: UserRow, file: ExportFile): Column[] {
  return [groupOf(file), idOf(row), row.problem, row.username];
}

function wrongShape({ name }: ExportFile) {
  return new MigrationRefused(
    "SOURCE_FORMAT",
    `${name} has no user of a pool; it must have pages of ListUsers or ListUsersInGroup, or answers of AdminGetUser, as the AWS CLI writes them`,
  );
}

/** A user's id becomes the id here, so it must have its usual form. */
function idOf({ sub }: UserRow) {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(sub) ? sub : null;
}

/** The group of a file: its name, or that of its folder. */
export function groupOf({ name }: Pick<ExportFile, "name">): string {
  const group = name.includes("/") ? name.split("/")[0] : name.replace(/\.jsonl?$/i, "");
  try {
    return decodeURIComponent(group ?? "");
  } catch {
    return group ?? "";
  }
}
