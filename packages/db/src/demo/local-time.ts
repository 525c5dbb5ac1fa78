import { Temporal } from "temporal-polyfill";

/** The given weekday and minute of the mentor's day, `weeks` away from the week of `now`. */
export function startOf(
  { weeks, weekday, minute }: { weeks: number; weekday: number; minute: number },
  timeZone: string,
  now: Date,
): Date {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate();
  const start = today
    .subtract({ days: today.dayOfWeek - 1 })
    .add({ days: 7 * weeks + weekday - 1 + Math.floor(minute / 1440) })
    .toZonedDateTime({
      timeZone,
      plainTime: { hour: Math.floor((minute % 1440) / 60), minute: minute % 60 },
    });
  return new Date(start.epochMilliseconds);
}
