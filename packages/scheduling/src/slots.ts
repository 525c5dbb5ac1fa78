import type { BookingFacts } from "./availability.ts";
import { checkRange } from "./check-input.ts";
import { type Interval, includes, outside } from "./intervals.ts";
import { REASONS, type Reason } from "./reasons.ts";
import { forbiddenStarts, RULES } from "./rules.ts";
import { situationIn } from "./situation.ts";

/**
 * The bookable starts with `from <= start < to`, sorted and distinct, in epoch milliseconds; with
 * `limit`, at most that many. A session may end after `to`.
 *
 * Errors: INVALID_RANGE, RANGE_TOO_LONG (over MAX_RANGE_DAYS), INVALID_DURATION, INVALID_INTERVAL,
 * INVALID_AVAILABILITY, INVALID_DATE or UNKNOWN_TIME_ZONE when the input is invalid.
 */
export function openSlots(
  input: BookingFacts & { from: number; to: number; limit?: number },
): number[] {
  const { from, to, limit } = input;
  const range = { start: from, end: to };
  checkRange(range, limit);
  const situation = situationIn(range, input);
  const grid = gridStarts(situation.hours.windows, situation.step, range);
  const slots = outside(forbiddenStarts(situation), grid);
  return limit === undefined ? slots : slots.slice(0, limit);
}

/**
 * Every reason why a session can't start at `start` (epoch milliseconds), in the order of the
 * rules; empty means bookable. It is empty exactly for the starts that `openSlots` lists. It
 * contains private reasons: pass them through `publicReasons` before a mentee sees them.
 *
 * Errors: the same as `openSlots`.
 */
export function explain(input: BookingFacts & { start: number }): Reason[] {
  const range = { start: input.start, end: input.start + 1 };
  checkRange(range);
  const situation = situationIn(range, input);

  const isForbidden = (reason: keyof typeof RULES) =>
    includes(RULES[reason](situation), input.start);
  const isOffGrid = gridStarts(situation.hours.windows, situation.step, range).length === 0;
  // Outside the hours, no grid exists that a start could be off.
  const isOutside = isForbidden("OUTSIDE_HOURS") || isForbidden("DATE_OVERRIDE");
  return REASONS.filter((reason) =>
    reason === "OFF_GRID" ? isOffGrid && !isOutside : isForbidden(reason),
  );
}

/**
 * The grid points in `within`, sorted and distinct. Each window counts its steps from its own first
 * instant. Only the start must be in the window, because the session may continue into the next.
 */
function gridStarts(windows: readonly Interval[], step: number, within: Interval): number[] {
  const starts: number[] = [];
  let isSorted = true;
  for (const window of windows) {
    if (window.start >= within.end) break;
    const end = Math.min(window.end, within.end);
    const stepsBefore = Math.max(0, Math.ceil((within.start - window.start) / step));
    const first = window.start + stepsBefore * step;
    if (first <= (starts.at(-1) ?? Number.NEGATIVE_INFINITY)) isSorted = false;
    for (let start = first; start < end; start += step) starts.push(start);
  }
  return isSorted ? starts : [...new Set(starts)].sort((a, b) => a - b);
}
