import type pg from "pg";
import { z } from "zod";
import { copyRows, copyTables } from "../engine/loaded.ts";
import { readFiles } from "../presets/preset.ts";
import { availabilityReader, type HoursPart, hoursPart } from "./availability.ts";
import { expertiseReader } from "./expertise.ts";
import { type Hours, hoursOf } from "./hours.ts";
import { type ProgramMapping, requiredColumns, type Sheet, sheets } from "./mapping.ts";
import type { ProgramRow } from "./program-row.ts";
import { sessionReader } from "./session.ts";

/** The path of each sheet: a file or a folder. */
export type ProgramFiles = Partial<Record<Sheet, string>>;

/** The names of the sheets' rows in the records. */
const ENTITIES = { sessions: "session", availability: "availability", expertise: "expertise" };

/**
 * Reads the sheets into temporary tables of a session, as a stream, to query them like any database.
 * `name` tells several sources apart. Returns the number of rows.
 *
 * Errors: SOURCE_UNREADABLE when a file can't be read.
 */
export async function loadProgram(
  session: pg.ClientBase,
  { name, files, mapping }: { name: string; files: ProgramFiles; mapping: ProgramMapping },
) {
  const readers: Record<Sheet, (row: unknown) => ProgramRow[]> = {
    sessions: one(sessionReader(name, mapping)),
    availability: one(availabilityReader(name, mapping)),
    expertise: expertiseReader(name, mapping),
  };
  let rows = 0;
  async function* columns() {
    for (const sheet of sheets) {
      const path = files[sheet];
      if (path === undefined) continue;
      const required = requiredColumns(sheet, mapping);
      const { delimiter } = mapping;
      for await (const { file, position, value } of readFiles(path, { delimiter, required })) {
        rows += 1;
        for (const [nth, row] of readers[sheet](value).entries()) {
          const { owner = null, key = null } = row.recognized ?? {};
          const place = nth === 0 ? `${file}#${position}` : `${file}#${position}.${nth + 1}`;
          const codes = Object.entries(row.codes).map(([kind, all]) => [kind, [...new Set(all)]]);
          yield [
            ENTITIES[sheet],
            String(rows),
            String(nth),
            owner,
            key ?? place,
            JSON.stringify(row.data),
            JSON.stringify(Object.fromEntries(codes)),
          ];
        }
      }
    }
  }
  await session.query(
    "CREATE TEMP TABLE read_rows (entity text, n int, nth int, owner uuid, key text, data jsonb, codes jsonb)",
  );
  await copyRows(session, "read_rows", columns());
  await session.query(`${PROGRAM_ROWS}; BEGIN`);
  await loadHours(session);
  await session.query(INDEXES);
  return rows;
}

const one = (read: (row: unknown) => ProgramRow) => (row: unknown) => [read(row)];

/** The same tables for another session, so two can read at once. */
export async function copyProgram(from: pg.ClientBase, to: pg.ClientBase) {
  await copyTables(from, to, ["program_rows", "program_hours", "program_owners"]);
  // Sources are read in a transaction, parts of which can be rolled back.
  await to.query(`${INDEXES}; BEGIN`);
}

/** Rows in the order of their owners. Of rows with one key, the first counts if all agree. */
const PROGRAM_ROWS = `
  CREATE TEMP TABLE program_rows AS
    SELECT r.entity, r.owner, r.data, r.codes || jsonb_build_object('disagree', r.disagree) AS codes,
      r.ordinal, CASE WHEN r.ordinal = 1 THEN r.key ELSE r.key || ' #' || r.ordinal END AS key
    FROM (SELECT *, row_number() OVER (same ORDER BY n, nth)::int AS ordinal,
        owner IS NOT NULL AND min(data::text) OVER same <> max(data::text) OVER same AS disagree
      FROM read_rows WINDOW same AS (PARTITION BY entity, owner, key)) r
    ORDER BY r.owner, r.entity;
  DROP TABLE read_rows;
  CREATE TEMP TABLE program_owners AS
    SELECT DISTINCT owner AS id FROM program_rows WHERE owner IS NOT NULL ORDER BY 1;
  CREATE TEMP TABLE program_hours (owner uuid, hours jsonb, problem text)`;

const INDEXES = `
  CREATE INDEX ON program_rows (owner); CREATE INDEX ON program_owners (id);
  CREATE INDEX ON program_hours (owner); ANALYZE program_rows (entity, owner); ANALYZE program_owners;
  ANALYZE program_hours (owner)`;

const MOST_PARTS = 2000;
const partRow = z.object({ owner: z.string(), part: hoursPart });

/** Puts together the hours of each mentor whose rows say something usable. */
async function loadHours(session: pg.ClientBase) {
  await session.query(
    `DECLARE parts NO SCROLL CURSOR FOR SELECT owner::text, data -> 'part' AS part FROM program_rows
     WHERE entity = 'availability' AND owner IS NOT NULL AND ordinal = 1 AND codes -> 'quarantined' = '[]'
     ORDER BY owner`,
  );
  let current: { owner: string; parts: HoursPart[] } | undefined;
  for (;;) {
    const { rows } = await session.query(`FETCH ${MOST_PARTS} FROM parts`);
    const done: { owner: string; parts: HoursPart[] }[] = [];
    for (const { owner, part } of rows.map((row) => partRow.parse(row))) {
      if (current?.owner !== owner) {
        if (current !== undefined) done.push(current);
        current = { owner, parts: [] };
      }
      current.parts.push(part);
    }
    if (rows.length === 0 && current !== undefined) done.push(current);
    await saveHours(
      session,
      done.map(({ owner, parts }) => ({ owner, found: hoursOf(parts) })),
    );
    if (rows.length === 0) break;
  }
  await session.query("CLOSE parts");
}

async function saveHours(
  session: pg.ClientBase,
  mentors: { owner: string; found: Hours | { problem: string } }[],
) {
  await session.query(
    "INSERT INTO program_hours SELECT * FROM unnest($1::uuid[], $2::jsonb[], $3::text[])",
    [
      mentors.map(({ owner }) => owner),
      mentors.map(({ found }) => ("problem" in found ? null : JSON.stringify(found))),
      mentors.map(({ found }) => ("problem" in found ? found.problem : null)),
    ],
  );
}
