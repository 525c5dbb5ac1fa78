import { formatNumber } from "@sundial/validators";
import { z } from "zod";
import { openLoaded } from "../engine/loaded.ts";
import type { MovePlan, MoveSource } from "../engine/move-source.ts";
import { closeSessions } from "../engine/sessions.ts";
import { verdict } from "../engine/verdict.ts";
import { MigrationRefused } from "../refusal.ts";
import { findInProgram } from "./findings.ts";
import type { ProgramTransform } from "./judged.ts";
import { copyProgram, loadProgram, type ProgramFiles } from "./load.ts";
import { type ProgramMapping, parseProgramMapping } from "./mapping.ts";
import {
  expectedHours,
  expectedTopics,
  judgedHours,
  judgedTopics,
  WRITE_MENTORS,
} from "./mentors.ts";
import { programEntities } from "./rows.ts";
import { programRows } from "./rows-here.ts";
import { expectedSessions, judgedSessions, WRITE_SESSIONS } from "./sessions.ts";

/** A run's initial options, as stored in the run. */
export interface ProgramOptions {
  mapping: ProgramMapping;
}

/** Where the sheets are, and the name that tells several such sources apart. */
export interface ProgramSheets extends ProgramFiles {
  name: string;
}

const storedOptions = z.object({ mapping: z.unknown() });

/** What people did in another program, from files: sessions, availability and expertise. */
export function programSource(
  { name, ...files }: ProgramSheets,
  { toUrl, say = () => {} }: { toUrl: string; say?: (line: string) => void },
): MoveSource<ProgramOptions> {
  return {
    source: "program",
    sourceDatabase: name,
    users: "program_owners",
    rows: programRows,
    isLive: false,
    readOptions: (stored) => ({
      mapping: parseProgramMapping(storedOptions.parse(stored).mapping),
    }),
    async open(beside) {
      const sessions = await openLoaded(toUrl);
      try {
        if (beside !== undefined) await copyProgram(beside.source, sessions.source);
        return sessions;
      } catch (error) {
        await closeSessions(sessions);
        throw error;
      }
    },
    async survey({ source }, { mapping }) {
      say("Reading the files");
      const rows = await loadProgram(source, { name, files, mapping });
      if (rows === 0) throw new MigrationRefused("SOURCE_EMPTY", "the files have no rows");
      say(`Read ${formatNumber(rows)} rows`);
      const now = new Date().toISOString();
      return ({ id: runId, startedAt }) => planOf({ runId, startedAt, now });
    },
    countLeftBehind: async () => ({}),
  };
}

function planOf(transform: ProgramTransform): MovePlan {
  const entities = programEntities.map(({ name, kind }) => ({ name, kind }));
  return {
    run: { runId: transform.runId, entities, rows: programRows },
    entities: programEntities,
    tables: [],
    box: undefined,
    roles: null,
    hasUnknownPassword: "false",
    preparations: {
      prepared_sessions: verdict(judgedSessions(transform), "session"),
      prepared_hours: verdict(judgedHours(transform), "availability"),
      prepared_expertise: verdict(judgedTopics(transform), "expertise"),
    },
    // The people named can't be suspended or erased until the batch is written.
    lock: (target) =>
      target.query(
        `SELECT FROM public.users u WHERE u.id IN (
           SELECT n.person_id FROM named_people n WHERE n.word IN (
             SELECT s.data ->> 'mentor' FROM staged_profiles s
             UNION SELECT s.data ->> 'mentee' FROM staged_profiles s)) ORDER BY u.id FOR SHARE`,
      ),
    async write(target) {
      for (const statement of [...WRITE_SESSIONS, ...WRITE_MENTORS]) await target.query(statement);
    },
    expected(entity, rows) {
      if (entity.kind === "session") return expectedSessions(transform, rows);
      return (entity.kind === "availability" ? expectedHours : expectedTopics)(transform, rows);
    },
    findTwins: (sessions) => findInProgram(sessions, transform.now),
  };
}
