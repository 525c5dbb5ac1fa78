import { instant } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { instantOf } from "@sundial/validators/wall-clock";

interface Days {
  /** First and last day, both included; either may be open. */
  from?: string;
  to?: string;
}

/** From when (inclusive) until when (exclusive) these days last in a zone. */
export function instantsOfDays({ from, to }: Days, zone: string) {
  const midnight = (date?: string) =>
    instant.safeParse(date && instantOf(`${date}T00:00`, zone)).data;
  return { from: midnight(from), to: midnight(to && dayAfter(to)) };
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + DAY).toISOString().slice(0, 10);
}
