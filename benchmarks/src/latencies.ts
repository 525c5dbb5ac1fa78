/** "p50  12.3   p95  20.1   p99  33.0 ms" of durations in milliseconds. */
export function percentiles(durations: readonly number[], digits = 1): string {
  const sorted = durations.toSorted((a, b) => a - b);
  const shares = [50, 95, 99].map((percent) => {
    const value = sorted[Math.floor((sorted.length * percent) / 100)] ?? Number.NaN;
    return `p${percent} ${value.toFixed(digits).padStart(7)}`;
  });
  return `${shares.join("   ")} ms`;
}

/** The milliseconds some work takes, and its result. */
export async function timed<Result>(work: () => Promise<Result>) {
  const begun = performance.now();
  const result = await work();
  return { result, ms: performance.now() - begun };
}
