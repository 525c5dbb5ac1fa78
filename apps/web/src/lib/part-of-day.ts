import { type PartOfDay, partOfDayAt } from "@sundial/validators";
import { readingAt } from "@sundial/validators/wall-clock";

/** The part of the day it is there, by the clock on the wall. */
export function partOfDayIn(instant: Date, timeZone: string): PartOfDay {
  return partOfDayAt(Number(readingAt(instant, timeZone).slice(11, 13)));
}
