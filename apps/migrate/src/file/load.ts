import type pg from "pg";
import { type Column, copyRows, copyTables } from "../engine/loaded.ts";
import type { PresetMapping } from "./mapping.ts";
import { storableHash } from "./password-hash.ts";
import { identityOf, type PersonRow, type PersonRules, personRow, unusableRow } from "./people.ts";
import type { ReadRow, SourceRow } from "./person.ts";
import { profileOf, wordCollector } from "./profile.ts";
import { derivedTables, INDEXES, LOADED_TABLES, READ_TABLE } from "./tables.ts";

/** A source as rows, and how each is read. */
export interface PeopleSource {
  rows: () => AsyncGenerator<SourceRow>;
  read: (value: unknown) => ReadRow;
  rules: PersonRules;
  mapping: Pick<PresetMapping, "mentee" | "mentor">;
}

/**
 * Reads a source into temporary tables of a session, as a stream, to query it like any database.
 * Returns the number of rows, and the words of profiles that our contracts accept.
 *
 * Errors: SOURCE_UNREADABLE when a file can't be read.
 */
export async function loadPeople(session: pg.ClientBase, source: PeopleSource) {
  const { words, collect } = wordCollector();
  let rows = 0;
  async function* columns() {
    for await (const row of source.rows()) {
      rows += 1;
      yield columnsOf(row, source, collect);
    }
  }
  await session.query(READ_TABLE);
  await copyRows(session, "read_rows", columns());
  for (const statements of derivedTables) await session.query(statements);
  await makeReadable(session);
  return { rows, words };
}

/** The same tables for another session, so two can read at once. */
export async function copyPeople(from: pg.ClientBase, to: pg.ClientBase) {
  await copyTables(from, to, LOADED_TABLES);
  await makeReadable(to);
}

async function makeReadable(session: pg.ClientBase) {
  await session.query(INDEXES);
  // Sources are read in a transaction, parts of which can be rolled back.
  await session.query("BEGIN");
}

function columnsOf(
  { file, position, value }: SourceRow,
  { read, rules, mapping }: PeopleSource,
  collect: (profile: Record<string, unknown>) => void,
): Column[] {
  const place = [file, String(position)];
  const found = read(value);
  if (found !== null && "stray" in found) {
    const row = { ...unusableRow("", rules.source), identities: [identityOf(found.stray, rules)] };
    return ["identity", ...place, ...personColumns(row, {})];
  }
  if (found !== null && "password" in found) {
    const { ownerId, passwordHash } = found.password;
    const hash = storableHash(passwordHash);
    const row = { ...unusableRow("", rules.source, ownerId), hash, hasUnknownHash: hash === null };
    return ["password", ...place, ...personColumns(row, {})];
  }
  const row = found ? personRow(found.person, rules) : unusableRow("ROW_INVALID", rules.source);
  const isUsable = row.codes.quarantined.length === 0;
  const profile = isUsable ? profileOf(value, mapping) : {};
  collect(profile);
  return ["person", ...place, ...personColumns(row, profile)];
}

function personColumns(row: PersonRow, profile: Record<string, unknown>): Column[] {
  const { codes, identities, authenticators, kept } = row;
  return [
    ...[row.id, row.sourceId, ...[codes.excluded, codes.quarantined, codes.flagged].map(json)],
    ...[row.email, row.isVerified, row.name, row.hash, row.hasUnknownHash, row.role],
    ...[json(row.roleWords), row.status, row.statusReason],
    ...[row.createdAt, row.updatedAt, row.lastSignInAt, row.phone, row.picture, row.timeZone],
    ...[row.secondFactor, json(identities), json(authenticators), json(profile), json(kept)],
  ];
}

const json = (value: unknown) => JSON.stringify(value);
