import type { TotpSecretBox } from "@sundial/auth/totp-secret";
import type { MigrationSource } from "@sundial/db";
import type pg from "pg";
import type { LeftBehind } from "./report.ts";
import type { Run } from "./run.ts";
import type { Sessions } from "./sessions.ts";
import type { SourceEntity } from "./staging.ts";
import type { WrittenKind } from "./written.ts";

/** A run, and what it calls the rows of its source, with what is written for each. */
export interface MovedRun {
  runId: string;
  entities: { name: string; kind: WrittenKind }[];
}

/** How the rows of one source become ours, in one run. All of it is SQL over staged rows. */
export interface MovePlan {
  run: MovedRun;
  entities: SourceEntity[];
  /** The tables behind them, each with the column that names whose a row is. */
  tables: { table: string; owner: string }[];
  /** What is to be written, with the verdict, by the table that holds it; users first. */
  preparations: Record<string, string>;
  /** What the rows of an entity become, for comparing. */
  expected: (entity: SourceEntity, rows: string) => string;
  /** Fills in which addresses and provider subjects several users lay claim to. */
  findTwins: (sessions: Sessions) => Promise<void>;
  /** Seals the secrets of authenticator apps, if the source has any. */
  box: TotpSecretBox | undefined;
}

/** Where people move in from. */
export interface MoveSource<Options> {
  source: MigrationSource;
  /** Its name, fit to be shown: a source has one run. */
  sourceDatabase: string;
  /** The table of users, with their ids as UUIDs. */
  users: string;
  /** Whether it may change while it is read. */
  isLive: boolean;
  /** The decisions a run was begun with. */
  readOptions: (stored: unknown) => Options;
  /** Opens a session to read in and one to write in; beside others, one that sees what theirs does. */
  open: (beside?: Sessions) => Promise<Sessions>;
  /** Looks at the source, refuses what cannot be moved faithfully, and says how to move the rest. */
  survey: (sessions: Sessions, options: Options) => Promise<(run: Run) => MovePlan>;
  /** How many rows it has that do not move with these decisions. */
  countLeftBehind: (source: pg.ClientBase, options: Options) => Promise<LeftBehind>;
}
