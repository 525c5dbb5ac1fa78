import { AsyncLocalStorage } from "node:async_hooks";

/** What somebody waits for: when it has to be over, and whether any of it was saved. */
export type Work = { deadline: number | null; saved: { any: boolean } };

// A bundler may load this module more than once; all copies share one store.
declare global {
  var sundialWork: AsyncLocalStorage<Work> | undefined;
}
globalThis.sundialWork ??= new AsyncLocalStorage();
const store = globalThis.sundialWork;

/**
 * Runs something whose use of any database has to be over after `ms`, however many statements,
 * waits and attempts it takes. Replaces a deadline set outside, so a long export may ask for more.
 * What is not done by then fails with DATABASE_TIMEOUT.
 */
export function withinTime<T>(ms: number, run: () => T | PromiseLike<T>): Promise<T> {
  const saved = store.getStore()?.saved ?? { any: false };
  return continueWork({ deadline: performance.now() + ms, saved }, run);
}

/**
 * Runs something beside the work it belongs to: in the same time, but what it saves does not count
 * as the caller's, such as the count of a call.
 */
export function beside<T>(run: () => T | PromiseLike<T>): Promise<T> {
  const deadline = store.getStore()?.deadline ?? null;
  return continueWork({ deadline, saved: { any: false } }, run);
}

/** Whether something was already saved for the work under way, so that a failure is only half of it. */
export function hasWritten(): boolean {
  return store.getStore()?.saved.any ?? false;
}

/** The work under way, with this limit when it has no deadline of its own; null sets none. */
export function currentWork(limitMs: number | null): Work {
  const { deadline, saved } = store.getStore() ?? { deadline: null, saved: { any: false } };
  if (deadline !== null || limitMs === null) return { deadline, saved };
  return { deadline: performance.now() + limitMs, saved };
}

export function continueWork<T>(work: Work, run: () => T | PromiseLike<T>): Promise<T> {
  // Prisma's queries begin when they are awaited, which therefore has to happen in here.
  return store.run(work, async () => await run());
}

/** Milliseconds left for the work under way, below zero when it is late; null without a limit. */
export function timeLeft(): number | null {
  const deadline = store.getStore()?.deadline ?? null;
  return deadline === null ? null : deadline - performance.now();
}
