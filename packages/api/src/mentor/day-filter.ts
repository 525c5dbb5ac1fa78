import { systemZones, wallTime } from "@sundial/scheduling";
import { type PartOfDay, partOfDayAt } from "@sundial/validators";
import { DAY, HOUR } from "@sundial/validators/durations";
import { type InstantFilter, quartersWhere } from "./week-quarters.ts";

/** The longest booking window a mentor may have, plus the dates at its ends. */
const REACH = 368 * DAY;
/** A daytime start within this time ranks before an earlier one at night. */
const SOON = 48 * HOUR;

/** The open starts that a reader wants. */
export interface WantedStarts {
  /** Starts in the wanted parts of the week, by the reader's clock; null for all. */
  day: InstantFilter | null;
  /** Starts that rank first if they are before `until` (epoch milliseconds); null for none. */
  preferred: (InstantFilter & { until: number }) | null;
}

export const ANY_START: WantedStarts = { day: null, preferred: null };

interface Wish {
  partsOfDay: readonly PartOfDay[];
  weekdays: readonly number[];
}

/**
 * The starts that a search is about. "Soonest" excludes the reader's night, unless they ask for
 * parts of the day themselves.
 */
export function wantedStarts(
  wish: Wish,
  { timeZone, now }: { timeZone: string; now: Date },
): WantedStarts {
  const { partsOfDay, weekdays } = wish;
  const start = now.getTime();
  const segments = systemZones.segments(timeZone, { start, end: start + REACH });
  const offsets = new Set(segments.map(({ offset }) => offset));

  const filterOf = (parts: readonly PartOfDay[]): InstantFilter => {
    const fits = (weekday: number, minute: number) =>
      (weekdays.length === 0 || weekdays.includes(weekday)) &&
      parts.includes(partOfDayAt(Math.floor(minute / 60)));
    return {
      suits: (instant) => {
        const { weekday, minute } = wallTime(instant + systemZones.offsetAt(timeZone, instant));
        return fits(weekday, minute);
      },
      quarters: quartersWhere((instant) =>
        [...offsets].some((offset) => {
          const { weekday, minute } = wallTime(instant + offset);
          return fits(weekday, minute);
        }),
      ),
    };
  };

  if (partsOfDay.length > 0) return { day: filterOf(partsOfDay), preferred: null };
  return {
    day: weekdays.length > 0 ? filterOf(["night", ...BY_DAY]) : null,
    preferred: { ...filterOf(BY_DAY), until: start + SOON },
  };
}

const BY_DAY = ["morning", "afternoon", "evening"] as const satisfies PartOfDay[];
