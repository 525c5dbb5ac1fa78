import { AsyncLocalStorage } from "node:async_hooks";

/** The current work: its deadline, and whether any of it was saved. */
export type Work = { deadline: number | null; saved: { any: boolean } };

// A bundler may load this module more than once; all copies share one store.
declare global {
  var sundialWork: AsyncLocalStorage<Work> | undefined;
}
globalThis.sundialWork ??= new AsyncLocalStorage();
const store = globalThis.sundialWork;

/**
 * Runs something whose database use must end after `ms`, however many statements, waits and retries
 * it takes. Replaces an outer deadline, so a long export may ask for more. Anything unfinished
 * fails with DATABASE_TIMEOUT.
 */
export function withinTime<T>(ms: number, run: () => T | PromiseLike<T>): Promise<T> {
  const saved = store.getStore()?.saved ?? { any: false };
  return continueWork({ deadline: performance.now() + ms, saved }, run);
}

/**
 * Runs something alongside the current work, within the same deadline. What it saves doesn't count
 * as the caller's, for example the count of a call.
 */
export function beside<T>(run: () => T | PromiseLike<T>): Promise<T> {
  const deadline = store.getStore()?.deadline ?? null;
  return continueWork({ deadline, saved: { any: false } }, run);
}

/** Whether the current work already saved something, which makes a failure partial. */
export function hasWritten(): boolean {
  return store.getStore()?.saved.any ?? false;
}

/** The current work, with this limit if it has no deadline of its own; null sets none. */
export function currentWork(limitMs: number | null): Work {
  const { deadline, saved } = store.getStore() ?? { deadline: null, saved: { any: false } };
  if (deadline !== null || limitMs === null) return { deadline, saved };
  return { deadline: performance.now() + limitMs, saved };
}

export function continueWork<T>(work: Work, run: () => T | PromiseLike<T>): Promise<T> {
  // Prisma's queries begin when they are awaited, which must therefore happen here.
  return store.run(work, async () => await run());
}

/** Milliseconds left for the current work, below zero when it is late; null without a limit. */
export function timeLeft(): number | null {
  const deadline = store.getStore()?.deadline ?? null;
  return deadline === null ? null : deadline - performance.now();
}
