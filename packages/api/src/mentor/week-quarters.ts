import { MINUTE } from "@sundial/validators/durations";

export const QUARTER = 15 * MINUTE;
/** Quarters of an hour in a week. */
const QUARTERS = 7 * 24 * 4;

/**
 * A set of quarters of an hour of the UTC week, one bit each. Hours repeat weekly, so a set
 * describes a mentor's hours in little space. Instants are epoch milliseconds.
 */
export type WeekQuarters = Uint8Array<ArrayBuffer>;

/** A filter for instants, with every quarter of the week that may ever contain one of them. */
export interface InstantFilter {
  suits: (instant: number) => boolean;
  quarters: WeekQuarters;
}

/** The quarters that contain any of the instants. */
export function quartersOf(...lists: readonly number[][]): WeekQuarters {
  const set = new Uint8Array(QUARTERS / 8);
  for (const list of lists) for (const instant of list) addQuarter(set, quarterAt(instant));
  return set;
}

/** Every quarter of the week that `matches` accepts for its first and its last instant. */
export function quartersWhere(matches: (instant: number) => boolean): WeekQuarters {
  const set = new Uint8Array(QUARTERS / 8);
  for (let quarter = 0; quarter < QUARTERS; quarter++) {
    const start = quarter * QUARTER;
    if (matches(start) || matches(start + QUARTER - 1)) addQuarter(set, quarter);
  }
  return set;
}

/**
 * The first instant in [`from`, `until`) that is in a quarter of the set; with a filter, in one
 * that may contain a matching instant. `until` when none is.
 */
export function nextInQuarters(
  set: WeekQuarters,
  { from, until }: { from: number; until: number },
  filter: InstantFilter | null = null,
): number {
  let quarter = Math.floor(from / QUARTER);
  for (;;) {
    const start = quarter * QUARTER;
    if (start >= until) return until;
    const index = quarterAt(start);
    const byte = index >> 3;
    const bits = (set[byte] ?? 0) & (filter?.quarters[byte] ?? 0xff);
    const instant = Math.max(from, start);
    const isOpen = (bits & (1 << (index & 7))) !== 0;
    if (isOpen && (filter?.suits(instant) ?? true)) return instant;
    if (isOpen && filter?.suits(start + QUARTER - 1)) return instant;
    // Most of the week is closed, so skip eight quarters at a time.
    quarter += bits === 0 ? 8 - (index & 7) : 1;
  }
}

/** Counted from the Thursday of the epoch. */
function quarterAt(instant: number) {
  return ((Math.floor(instant / QUARTER) % QUARTERS) + QUARTERS) % QUARTERS;
}

function addQuarter(set: Uint8Array, quarter: number) {
  set[quarter >> 3] = (set[quarter >> 3] ?? 0) | (1 << (quarter & 7));
}
