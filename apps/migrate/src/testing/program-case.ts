import { join } from "node:path";
import { createDb } from "@sundial/db";
import { onTestFinished } from "vitest";
import { type Mode, moveIn } from "../engine/move-in.ts";
import type { MoveSource } from "../engine/move-source.ts";
import { rollBackRun } from "../engine/roll-back.ts";
import { findRun, requireRun } from "../engine/run.ts";
import { closeSessions } from "../engine/sessions.ts";
import { verifyMove } from "../engine/verify.ts";
import { peopleSource } from "../file/source.ts";
import { fileMove } from "../presets/moves.ts";
import type { Sheet } from "../program/mapping.ts";
import { parseProgramMapping } from "../program/mapping.ts";
import { programEntities } from "../program/rows.ts";
import { programRows } from "../program/rows-here.ts";
import { programSource } from "../program/source.ts";
import { database } from "./people-case.ts";
import { exportFiles } from "./pool-export.ts";

type Row = Record<string, string | number>;
export type Sheets = Partial<Record<Sheet, Row[] | string>>;

/** Rows as CSV, with all columns that any of them has. */
export function csvOf(rows: Row[], delimiter = ",") {
  const names = [...new Set(rows.flatMap(Object.keys))];
  const cell = (value: string | number | undefined) =>
    `"${String(value ?? "").replaceAll('"', '""')}"`;
  const lines = rows.map((row) => names.map((name) => cell(row[name])));
  return `${[names, ...lines].map((line) => line.join(delimiter)).join("\n")}\n`;
}

/** People who came from a file with the ids m1, m2, … of mentors and e1, e2, … of mentees. */
export const peopleCsv = (mentors: number, mentees: number) =>
  csvOf([
    ...Array.from({ length: mentors }, (_, n) => ({
      id: `m${n + 1}`,
      email: `m${n + 1}@example.org`,
      name: `Mentor ${n + 1}`,
      role: "mentor",
      joined: "2023-01-01",
      headline: "Someone who has been there",
      bio: "Glad to help with whatever you bring.",
      topics: "Testing",
    })),
    ...Array.from({ length: mentees }, (_, n) => ({
      id: `e${n + 1}`,
      email: `e${n + 1}@example.org`,
      name: `Mentee ${n + 1}`,
      role: "mentee",
      joined: "2023-01-01",
    })),
  ]);

const PEOPLE_MAPPING = {
  columns: {
    id: "id",
    email: "email",
    name: "name",
    role: "role",
    createdAt: "joined",
    emailVerified: { value: true },
  },
  roles: { mentor: "mentor", mentee: "mentee" },
  mentor: {
    headline: "headline",
    bio: "bio",
    languages: { value: "en" },
    expertise: "topics",
  },
};

const SILENT = {
  batchSize: 1000,
  workers: 2,
  isStopping: () => false,
  progress: { say: () => {}, count: () => {} },
};

/** A program with migrated people, to which sheets can be migrated. */
export async function programCase({ mentors = 4, mentees = 6 } = {}) {
  const { url: toUrl, client: target } = await database();
  const db = createDb({ url: toUrl });
  onTestFinished(() => db.$disconnect());

  const people = await exportFiles({ "people.csv": peopleCsv(mentors, mentees) });
  const peopleMove = fileMove({ users: join(people, "people.csv"), toUrl }, "people");
  const peopleOf = () => peopleSource(peopleMove, { toUrl, secret: undefined });
  await run("apply", peopleOf(), { mapping: peopleMove.parseMapping(PEOPLE_MAPPING) }, people);

  function run<Options extends object>(
    mode: Mode,
    source: MoveSource<Options>,
    asked: NoInfer<Options>,
    folder: string,
  ) {
    return moveIn(mode, { ...SILENT, toUrl, offered: [] }, source, asked, join(folder, "report"));
  }

  async function sourceOf(sheets: Sheets, name = "program") {
    const contents = Object.entries(sheets).map(([sheet, rows]): [string, string] => [
      `${sheet}.csv`,
      typeof rows === "string" ? rows : csvOf(rows),
    ]);
    const folder = await exportFiles(Object.fromEntries(contents));
    const paths = Object.fromEntries(
      Object.keys(sheets).map((sheet) => [sheet, join(folder, `${sheet}.csv`)]),
    );
    return { folder, source: programSource({ name, ...paths }, { toUrl }) };
  }

  async function move(
    sheets: Sheets,
    { mode = "apply", mapping = {}, name }: { mode?: Mode; mapping?: object; name?: string } = {},
  ) {
    const { folder, source } = await sourceOf(sheets, name);
    return run(mode, source, { mapping: parseProgramMapping(mapping) }, folder);
  }

  async function verify(sheets: Sheets) {
    const { source } = await sourceOf(sheets);
    return compare(source);
  }

  async function compare<Options>(source: MoveSource<Options>) {
    const sessions = await source.open();
    try {
      const latest = await findRun(sessions.target, source);
      if (latest === null) throw new Error("nothing was migrated");
      const planOf = await source.survey(sessions, source.readOptions(latest.options));
      return await verifyMove(sessions, planOf(latest));
    } finally {
      await closeSessions(sessions);
    }
  }

  async function rollBack() {
    const { id: runId } = await requireRun(target);
    const entities = programEntities.map(({ name, kind }) => ({ name, kind }));
    return rollBackRun(target, { runId, entities, rows: programRows }, SILENT);
  }

  /** Each row's outcome, as `outcome CODE, CODE`, by its key. */
  async function outcomes(entity: string) {
    const { rows } = await target.query<{ key: string; said: string }>(
      `SELECT source_key AS key, trim(outcome || ' ' || array_to_string(codes, ', ')) AS said
       FROM migration_records r JOIN migration_runs x ON x.id = r.run_id AND x.source = 'program'
       WHERE entity = $1 ORDER BY 1`,
      [entity],
    );
    return Object.fromEntries(rows.map(({ key, said }) => [key, said]));
  }

  /** The id here of somebody who came from the file of people. */
  async function idOf(sourceId: string) {
    const { rows } = await target.query<{ id: string }>("SELECT id FROM users WHERE email = $1", [
      `${sourceId}@example.org`,
    ]);
    return rows[0]?.id ?? "";
  }

  const verifyPeople = () => compare(peopleOf());
  return { db, target, toUrl, move, verify, verifyPeople, rollBack, outcomes, idOf };
}
