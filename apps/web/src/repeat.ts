import type { Logger } from "pino";
import { underWay } from "./under-way";

interface Repetition {
  /** From the end of a round to the beginning of the next, in milliseconds. */
  every: number;
  /** No round begins any more once it is aborted. */
  signal: AbortSignal;
  log: Pick<Logger, "error">;
}

/**
 * Does each of the tasks over and over, each for itself: one that fails or takes long holds up no
 * other. A round of a task begins when its last one is done, and one that fails is only news.
 */
export function repeatEach(tasks: Record<string, () => Promise<unknown>>, repetition: Repetition) {
  const { every, signal, log } = repetition;
  for (const [name, task] of Object.entries(tasks)) {
    const round = async () => {
      try {
        await task();
      } catch (error) {
        log.error({ err: error, task: name }, "a task failed; its next round comes soon");
      }
      schedule();
    };
    const begin = () => {
      if (signal.aborted) return;
      const begun = round().finally(() => underWay.delete(begun));
      underWay.add(begun);
    };
    // The server may end while it waits.
    const schedule = () => setTimeout(begin, every).unref();
    schedule();
  }
}
