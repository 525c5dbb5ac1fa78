/**
 * A fixed number of slots, first come, first served. `take` waits up to `ms` and returns a function
 * that releases the slot, or null when none became free in time.
 */
export function createSlots(size: number) {
  let free = size;
  const waiting = new Set<() => void>();

  const giveBack = () => {
    const [next] = waiting;
    if (next === undefined) free += 1;
    else next();
  };
  const place = () => {
    let isTaken = true;
    return () => {
      if (isTaken) giveBack();
      isTaken = false;
    };
  };

  return {
    take(ms: number): Promise<(() => void) | null> {
      if (free > 0) {
        free -= 1;
        return Promise.resolve(place());
      }
      return new Promise((resolve) => {
        const settle = (given: (() => void) | null) => {
          clearTimeout(timer);
          waiting.delete(next);
          resolve(given);
        };
        const next = () => settle(place());
        const timer = setTimeout(() => settle(null), ms);
        waiting.add(next);
      });
    },
  };
}
