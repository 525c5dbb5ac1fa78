const format = new Intl.NumberFormat("en-US");

/** "12,345": a count among English words. */
export function formatNumber(count: number): string {
  return format.format(count);
}
