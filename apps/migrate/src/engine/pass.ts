import { isRowFault } from "../connections.ts";
import { type Rejection, reasonOf, rejectionsInTurn } from "./rejection.ts";
import type { Scope } from "./scope.ts";
import type { Sessions } from "./sessions.ts";
import type { SourceEntity } from "./staging.ts";
import { findUnreadable } from "./unreadable.ts";

/** One walk over the whole source, scope by scope, on one consistent snapshot. */
export interface Pass {
  scopes: Scope[];
  workers: Sessions[];
  entities: SourceEntity[];
  /** Begins and ends the transaction of one scope; a rehearsal uses savepoints instead. */
  boundary: { begin: string; commit: string; rollback: string };
  move: (worker: Sessions, scope: Scope, rejections: Rejection[]) => Promise<Moved>;
  /** Two parts of a scope; undefined when it is down to one person. */
  split: (worker: Sessions, scope: Scope) => Promise<[Scope, Scope] | undefined>;
  onMoved: (moved: Moved) => void;
  isStopping: () => boolean;
}

export interface Moved {
  /** Users read from the source. */
  users: number;
  /** Records written. */
  written: number;
}

/** Walks the scopes with all workers at once. Returns whether it finished. */
export async function walk(pass: Pass) {
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
 * Migrates a scope in one transaction. If a row can't be read or the target rejects it, the scope
 * is halved until that row's person is alone, so nobody else is affected.
 */
async function moveOrHalve(pass: Pass, worker: Sessions, scope: Scope): Promise<void> {
  const refused = await attempt(pass, worker, scope, []);
  if (refused === undefined) return;
  const parts = await pass.split(worker, scope);
  if (parts === undefined) return moveWithout(pass, worker, scope, refused);
  for (const part of parts) await moveOrHalve(pass, worker, part);
}

/** Migrates one person without the failing rows, which are recorded with the reason. */
async function moveWithout(pass: Pass, worker: Sessions, scope: Scope, refused: unknown) {
  const { boundary, entities } = pass;
  await worker.target.query(boundary.begin);
  const unreadable = await findUnreadable(worker, entities, scope);
  await worker.target.query(boundary.rollback);
  let last = refused;
  if (unreadable.length > 0) {
    last = await attempt(pass, worker, scope, unreadable);
    if (last === undefined) return;
  }
  const reason = reasonOf(last);
  for (const isUnread of [false, true]) {
    for (const names of rejectionsInTurn(entities, isUnread)) {
      const rejected = names
        .filter((name) => unreadable.every(({ entity }) => entity !== name))
        .map((entity) => ({ entity, isUnread, reason }));
      last = await attempt(pass, worker, scope, [...unreadable, ...rejected]);
      if (last === undefined) return;
    }
  }
  throw last;
}

/** Undefined if the scope was migrated, otherwise why one of its rows was rejected. */
async function attempt(
  { boundary, move, onMoved }: Pass,
  worker: Sessions,
  scope: Scope,
  rejections: Rejection[],
) {
  const { source, target } = worker;
  await source.query("SAVEPOINT reading");
  await target.query(boundary.begin);
  try {
    const moved = await move(worker, scope, rejections);
    await target.query(boundary.commit);
    await source.query("RELEASE SAVEPOINT reading");
    onMoved(moved);
  } catch (error) {
    if (!isRowFault(error)) throw error;
    await target.query(boundary.rollback);
    await source.query("ROLLBACK TO SAVEPOINT reading");
    return error;
  }
}
