import type { TotpSecretBox } from "@sundial/auth/totp-secret";
import type { MigrationSource } from "@sundial/db";
import type pg from "pg";
import type { LeftBehind } from "./report.ts";
import type { Run } from "./run.ts";
import type { Sessions } from "./sessions.ts";
import type { SourceEntity } from "./staging.ts";
import type { WrittenKind } from "./written.ts";

/** A run, and its names for the rows of its source, with what is written for each. */
export interface MovedRun {
  runId: string;
  entities: { name: string; kind: WrittenKind }[];
}

/** How one source's rows become ours, in one run. All of it is SQL over staged rows. */
export interface MovePlan {
  run: MovedRun;
  entities: SourceEntity[];
  /** The tables behind them, each with the column that names a row's owner. */
  tables: { table: string; owner: string }[];
  /** What will be written, with the verdict, by its table; users first. */
  preparations: Record<string, string>;
  /** What the rows of an entity become, for comparing. */
  expected: (entity: SourceEntity, rows: string) => string;
  /** Records which addresses and provider subjects several users claim. */
  findTwins: (sessions: Sessions) => Promise<void>;
  /** Encrypts the secrets of authenticator apps, if the source has any. */
  box: TotpSecretBox | undefined;
}

/** Where users come from. */
export interface MoveSource<Options> {
  source: MigrationSource;
  /** Its name for display: a source has one run. */
  sourceDatabase: string;
  /** The table of users, with their ids as UUIDs. */
  users: string;
  /** Whether it may change while it is read. */
  isLive: boolean;
  /** A run's initial decisions. */
  readOptions: (stored: unknown) => Options;
  /**
   * Opens a session to read and one to write; with `beside`, the reading one shares its snapshot.
   */
  open: (beside?: Sessions) => Promise<Sessions>;
  /**
   * Inspects the source, rejects what can't be migrated faithfully, and returns how to migrate the
   * rest.
   */
  survey: (sessions: Sessions, options: Options) => Promise<(run: Run) => MovePlan>;
  /** How many rows don't migrate with these decisions. */
  countLeftBehind: (source: pg.ClientBase, options: Options) => Promise<LeftBehind>;
}
