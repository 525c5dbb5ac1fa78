import { type PartOfDay, partOfDayAt } from "@sundial/validators";
import { readingAt } from "@sundial/validators/wall-clock";

/** The part of the day in a zone. */
export function partOfDayIn(instant: Date, timeZone: string): PartOfDay {
  return partOfDayAt(Number(readingAt(instant, timeZone).slice(11, 13)));
}
