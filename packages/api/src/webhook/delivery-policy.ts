import { DAY, HOUR, MINUTE, SECOND } from "@sundial/validators/durations";

/** How long one request may take: looking up the name, connecting and answering. */
export const DEADLINE = 15 * SECOND;

/** How long an attempt has a delivery to itself; then other workers assume that this one died. */
export const LEASE = MINUTE;

/** Requests to one endpoint at a time, per server. */
export const CONCURRENCY = 3;

/** The waits after each failed attempt: about a day in all, and then the delivery has failed. */
const WAITS = [
  ...[10 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE],
  ...[HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR, 10 * HOUR],
];

export const MAX_ATTEMPTS = WAITS.length + 1;

/** An endpoint that has failed for this long is paused when the next delivery is given up. */
export const FAILING_MAX = 3 * DAY;

/** How long deliveries and their attempts are kept. */
export const KEPT = 30 * DAY;

/**
 * How long to wait after the n-th failure in a row, in milliseconds; null when it was the last
 * attempt. Up to a tenth more, by `chance` from 0 to 1, so that deliveries that failed together
 * don't come back together.
 */
export function waitAfter(failures: number, chance: number): number | null {
  const wait = WAITS[failures - 1];
  return wait === undefined ? null : Math.round(wait * (1 + 0.1 * chance));
}
