import type pg from "pg";
import { isRowFault } from "../connections.ts";
import type { Rejection } from "./rejection.ts";
import { NOTHING_REJECTED } from "./rejection.ts";
import type { Scope } from "./scope.ts";

/** One walk over the whole source, scope by scope, on one consistent snapshot of it. */
export interface Pass<Worker extends { target: pg.ClientBase }> {
  scopes: Scope[];
  workers: Worker[];
  /** Begins and ends the transaction of one scope; a rehearsal uses savepoints instead. */
  boundary: { begin: string; commit: string; rollback: string };
  move: (worker: Worker, scope: Scope, rejection: Rejection) => Promise<Moved>;
  /** Two halves of a scope, or the one person in it. */
  split: (worker: Worker, scope: Scope) => Promise<[Scope, Scope] | { owners: string[] }>;
  onMoved: (moved: Moved) => void;
  isStopping: () => boolean;
}

export interface Moved {
  /** Users of the source that were read. */
  users: number;
  /** Records that were written. */
  written: number;
}

/** Walks the scopes with all workers at once. Gives whether it came to the end. */
export async function walk<Worker extends { target: pg.ClientBase }>(pass: Pass<Worker>) {
  const waiting = [...pass.scopes];
  let failure: unknown;
  await Promise.all(
    pass.workers.map(async (worker) => {
      while (failure === undefined && !pass.isStopping()) {
        const scope = waiting.shift();
        if (scope === undefined) return;
        try {
          await moveOrHalve(pass, worker, scope);
        } catch (error) {
          failure ??= error;
        }
      }
    }),
  );
  if (failure !== undefined) throw failure;
  return waiting.length === 0;
}

/**
 * Moves a scope in one transaction. When the target refuses a row, the scope is halved until the row
 * stands alone, so that it costs no other.
 */
async function moveOrHalve<Worker extends { target: pg.ClientBase }>(
  pass: Pass<Worker>,
  worker: Worker,
  scope: Scope,
): Promise<void> {
  const refused = await attempt(pass, worker, scope, NOTHING_REJECTED);
  if (refused === undefined) return;
  const halves = await pass.split(worker, scope);
  if (!("owners" in halves)) {
    for (const half of halves) await moveOrHalve(pass, worker, half);
    return;
  }
  let last: unknown = refused;
  for (const entities of [["profile"], ["identity"], ["profile", "identity"]]) {
    last = await attempt(pass, worker, scope, { owners: [], entities });
    if (last === undefined) return;
  }
  last = await attempt(pass, worker, scope, { ...halves, entities: ["profile", "identity"] });
  if (last !== undefined) throw last;
}

/** Undefined when the scope was moved, else why the target refused a row of it. */
async function attempt<Worker extends { target: pg.ClientBase }>(
  { boundary, move, onMoved }: Pass<Worker>,
  worker: Worker,
  scope: Scope,
  rejection: Rejection,
) {
  await worker.target.query(boundary.begin);
  try {
    const moved = await move(worker, scope, rejection);
    await worker.target.query(boundary.commit);
    onMoved(moved);
  } catch (error) {
    if (!isRowFault(error)) throw error;
    await worker.target.query(boundary.rollback);
    return error;
  }
}
