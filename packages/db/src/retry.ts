import { setTimeout as sleep } from "node:timers/promises";

const ATTEMPTS = 5;
const FIRST_DELAY_MS = 200;

/**
 * Does something up to five times while `shouldRetry` returns true, waiting about 0.2, 0.4, 0.8 and
 * 1.6 s between attempts. Each wait is randomly shortened to spread clients out. After
 * `deadlineMs`, no attempt starts.
 */
export async function withRetry<T>(
  work: () => Promise<T>,
  options: { deadlineMs: number; shouldRetry: (error: unknown) => boolean },
): Promise<T> {
  const deadline = Date.now() + options.deadlineMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !options.shouldRetry(error)) throw error;
      const delay = FIRST_DELAY_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
      if (Date.now() + delay > deadline) throw error;
      await sleep(delay);
    }
  }
}
