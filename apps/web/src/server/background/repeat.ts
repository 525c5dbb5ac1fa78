import type { Logger } from "pino";
import { underWay } from "./under-way";

interface Repetition {
  /** From the end of a round to the beginning of the next, in milliseconds. */
  every: number;
  /** Once aborted, no further round begins. */
  signal: AbortSignal;
  log: Pick<Logger, "error">;
}

/**
 * Repeats each task independently: one that fails or takes long delays no other. A task's next
 * round begins after its last one has ended. Failures are only logged.
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
    // The server may exit while it waits.
    const schedule = () => setTimeout(begin, every).unref();
    schedule();
  }
}
