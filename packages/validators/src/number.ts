import { z } from "zod";

const format = new Intl.NumberFormat("en-US");

/** "12,345": a count among English words. */
export function formatNumber(count: number): string {
  return format.format(count);
}

/** A whole number that people type, with one message for everything else. */
export function whole(min: number, max: number) {
  const message = `Enter a whole number from ${formatNumber(min)} to ${formatNumber(max)}`;
  return z.int(message).min(min, message).max(max, message);
}
