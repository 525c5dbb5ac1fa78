/** Half-open stretch of whole epoch milliseconds: `start` belongs to it, `end` does not. */
export type Interval = { start: number; end: number };

/** Every instant a Date can hold. Finite, which saves sorting and arithmetic from special cases. */
export const ALWAYS: Interval = { start: -8.64e15, end: 8.64e15 };

/*
 * A set of instants is an array of intervals, sorted, disjoint and not touching. `union` makes a
 * set from any intervals; the functions below take and return sets.
 */

export function union(intervals: readonly Interval[]): Interval[] {
  const set: Interval[] = [];
  let last: Interval | undefined;
  for (const { start, end } of intervals.toSorted((a, b) => a.start - b.start)) {
    if (start >= end) continue;
    if (last && start <= last.end) {
      last.end = Math.max(last.end, end);
    } else {
      last = { start, end };
      set.push(last);
    }
  }
  return set;
}

export function complement(set: readonly Interval[]): Interval[] {
  const gaps: Interval[] = [];
  let start = ALWAYS.start;
  for (const interval of set) {
    if (start < interval.start) gaps.push({ start, end: interval.start });
    start = interval.end;
  }
  if (start < ALWAYS.end) gaps.push({ start, end: ALWAYS.end });
  return gaps;
}

export function difference(set: readonly Interval[], removed: readonly Interval[]): Interval[] {
  return complement(union([...complement(set), ...removed]));
}

export function clip(set: readonly Interval[], bounds: Interval): Interval[] {
  const clipped: Interval[] = [];
  for (const interval of set) {
    const start = Math.max(interval.start, bounds.start);
    const end = Math.min(interval.end, bounds.end);
    if (start < end) clipped.push({ start, end });
  }
  return clipped;
}

export function includes(set: readonly Interval[], instant: number): boolean {
  return set.some(({ start, end }) => start <= instant && instant < end);
}

/** The sorted `instants` that are not in the set, in one sweep over both. */
export function outside(set: readonly Interval[], instants: readonly number[]): number[] {
  let index = 0;
  let interval = set[index];
  return instants.filter((instant) => {
    while (interval && interval.end <= instant) interval = set[++index];
    return !interval || instant < interval.start;
  });
}
