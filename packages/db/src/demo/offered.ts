import { Temporal } from "temporal-polyfill";
import type { DemoMentor } from "./people.ts";

const DAYS = 12 * 7;
const DAY_MINUTES = 24 * 60;

interface OfferedOn {
  /** Midnight UTC of the date. */
  localDate: Date;
  minutes: number;
  recordedAt: Date;
}

/**
 * What a demo mentor's hours offered on each of the last twelve weeks' days, as the product would
 * have recorded them: on the mentor's own dates until today, and nothing while they are inactive.
 */
export function offeredDays({ timeZone, hours, status }: DemoMentor, now: Date): OfferedOn[] {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const windows = status ? [] : hours;
  const on = (weekday: number, from: number) =>
    windows
      .filter(({ weekdays }) => weekdays.includes(weekday))
      .reduce((sum, { startMinute, endMinute }) => {
        const start = Math.max(startMinute, from);
        return sum + Math.max(0, Math.min(endMinute, from + DAY_MINUTES) - start);
      }, 0);
  return Array.from({ length: DAYS }, (_, daysAgo) => {
    const date = today.subtract({ days: daysAgo });
    const yesterday = date.subtract({ days: 1 });
    return {
      localDate: new Date(`${date.toString()}T00:00:00Z`),
      // A window past midnight counts on both days.
      minutes: on(date.dayOfWeek, 0) + on(yesterday.dayOfWeek, DAY_MINUTES),
      recordedAt: new Date(date.toZonedDateTime(timeZone).epochMilliseconds),
    };
  });
}
