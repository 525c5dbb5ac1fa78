import type pg from "pg";
import type { Noun } from "../progress.ts";
import type { WrittenKind } from "./written.ts";

/** A run, and its names for the rows of its source, with what is written for each. */
export interface MovedRun {
  runId: string;
  entities: { name: string; kind: WrittenKind }[];
  rows: MovedRows;
}

/** A foreign key to people, or to what else was migrated, from a table that this tool doesn't manage. */
export interface ForeignReference {
  table: string;
  column: string;
}

/** What a run writes: how it is locked, what people add to it here, and how it is removed. */
export interface MovedRows {
  /** What its owners are called in messages. */
  noun: Noun;
  /** The foreign keys to it from tables that the run doesn't manage. */
  references: (target: pg.ClientBase) => Promise<ForeignReference[]>;
  /** Locks what the run wrote for `leaving_owners`, until the transaction ends. */
  lock: (target: pg.ClientBase, runId: string) => Promise<unknown>;
  /** SQL of the `leaving_owners` to whom people have added something here. */
  extended: (runId: string, references: ForeignReference[]) => string;
  /** Removes what the run wrote for `leaving_owners`; those in what is prepared come back. */
  remove: (
    target: pg.ClientBase,
    runId: string,
    when: { isReplacing: boolean },
  ) => Promise<unknown>;
}
