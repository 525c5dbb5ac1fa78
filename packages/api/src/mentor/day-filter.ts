import { localTime, systemZones } from "@sundial/scheduling";
import { type PartOfDay, partOfDayAt } from "@sundial/validators";
import { type InstantFilter, quartersWhere } from "./week-quarters.ts";

const DAY = 86_400_000;
/** The longest horizon a mentor may have, and the dates at its edges. */
const REACH = 368 * DAY;

/** Passes the starts in the wanted parts of the week, by the clock on the viewer's wall. */
export type DayFilter = InstantFilter;

/** Null when every time suits. */
export function dayFilter(
  { partsOfDay, weekdays }: { partsOfDay: PartOfDay[]; weekdays: number[] },
  { timeZone, now }: { timeZone: string; now: Date },
): DayFilter | null {
  if (partsOfDay.length === 0 && weekdays.length === 0) return null;
  const fits = (weekday: number, minute: number) =>
    (weekdays.length === 0 || weekdays.includes(weekday)) &&
    (partsOfDay.length === 0 || partsOfDay.includes(partOfDayAt(Math.floor(minute / 60))));

  const range = { start: now.getTime(), end: now.getTime() + REACH };
  const offsets = new Set(systemZones.segments(timeZone, range).map(({ offset }) => offset));
  return {
    suits: (start) => {
      const { weekday, minute } = localTime(start, timeZone);
      return fits(weekday, minute);
    },
    quarters: quartersWhere((instant) =>
      [...offsets].some((offset) => {
        const { weekday, minute } = localTime(instant + offset, "UTC");
        return fits(weekday, minute);
      }),
    ),
  };
}
