import type { TotpSecretBox } from "@sundial/auth/totp-secret";
import type { MigrationSource } from "@sundial/db";
import type pg from "pg";
import type { Decryption } from "./decrypted.ts";
import type { MovedRows, MovedRun } from "./moved-run.ts";
import type { Preparations } from "./prepared.ts";
import type { LeftBehind } from "./report.ts";
import type { RoleClaims } from "./role-words.ts";
import type { Run } from "./run.ts";
import type { Sessions } from "./sessions.ts";
import type { SourceEntity } from "./staging.ts";

/** How one source's rows become ours, in one run. All of it is SQL over staged rows. */
export interface MovePlan {
  run: MovedRun;
  entities: SourceEntity[];
  /** The tables behind them, each with the column that names a row's owner. */
  tables: { table: string; owner: string }[];
  /** What will be written, with the verdict, by its table; users first. */
  preparations: Preparations;
  /** Locks what a batch depends on, once it is staged. */
  lock?: (target: pg.ClientBase) => Promise<unknown>;
  /** Writes everything prepared that arrives, in the order that foreign keys require. */
  write: (target: pg.ClientBase, state: { isFresh: boolean }) => Promise<void>;
  /** What the rows of an entity become, for comparing. */
  expected: (entity: SourceEntity, rows: string) => string;
  /** SQL of an identity's provider by its name here, NULL if unknown; as staged by default. */
  providerName?: (identity: string) => string;
  /** Null for a source without people of its own. */
  roles: RoleClaims | null;
  /** SQL of whether a staged user `u` has a password whose hash Sundial can't check. */
  hasUnknownPassword: string;
  /** Records what only the whole source shows, such as addresses that several users claim. */
  findTwins: (sessions: Sessions) => Promise<void>;
  /** If the source encrypts columns. */
  decryption?: Decryption | undefined;
  /** Encrypts the secrets of authenticator apps, if the source has any. */
  box: TotpSecretBox | undefined;
}

/** Where users come from. */
export interface MoveSource<Options> {
  source: MigrationSource;
  /** Its name for display: a source has one run. */
  sourceDatabase: string;
  /** The table of users, or of what else owns rows, with their ids as UUIDs. */
  users: string;
  /** What a run writes for them. */
  rows: MovedRows;
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
  countLeftBehind: (source: pg.ClientBase, options: Options) => Promise<Partial<LeftBehind>>;
}
