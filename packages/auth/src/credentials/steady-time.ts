import { setTimeout } from "node:timers/promises";

/** How long to wait until a multiple of `step` has elapsed. All in milliseconds. */
export function restOfStep(elapsed: number, step: number): number {
  return step <= 0 ? 0 : Math.max(1, Math.ceil(elapsed / step)) * step - elapsed;
}

/**
 * Makes `work` take a multiple of `step` milliseconds. Response times then don't reveal whether an
 * address is known or how its password is hashed. With `failuresOnly`, a success returns at once,
 * because it has nothing to hide.
 */
export async function inSteadyTime<Answer>(
  { step, failuresOnly = false }: { step: number; failuresOnly?: boolean },
  work: () => Promise<Answer>,
): Promise<Answer> {
  const started = performance.now();
  let succeeded = false;
  try {
    const answer = await work();
    succeeded = true;
    return answer;
  } finally {
    if (!(succeeded && failuresOnly)) {
      await setTimeout(restOfStep(performance.now() - started, step));
    }
  }
}
