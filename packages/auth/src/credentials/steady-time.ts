import { setTimeout } from "node:timers/promises";

/** How long to wait so that an answer leaves at a whole multiple of `step`. All in milliseconds. */
export function restOfStep(elapsed: number, step: number): number {
  return step <= 0 ? 0 : Math.max(1, Math.ceil(elapsed / step)) * step - elapsed;
}

/**
 * Answers at whole multiples of `step` milliseconds, whatever was found and done meanwhile, so that
 * the time tells nothing: neither whether an address is known nor how its password is hashed. With
 * `failuresOnly` a success, which is no secret, leaves at once.
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
