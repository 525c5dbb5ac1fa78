import { daysInPeriod } from "@sundial/validators";
import { plusDays, startOfDate } from "@sundial/validators/wall-clock";

/** Local dates, both included. */
export interface Period {
  from: string;
  to: string;
}

/** A date with the instants between which it is that date somewhere. */
export interface LocalDay {
  date: string;
  startsAt: Date;
  endsAt: Date;
}

/** Longer periods are shown by month. */
const WEEKS_MAX_DAYS = 53 * 7;

/** The period of the same length that ends the day before. */
export function periodBefore(period: Period): Period {
  const days = daysInPeriod(period);
  return { from: plusDays(period.from, -days), to: plusDays(period.from, -1) };
}

/** The dates of a period, in order. */
export const datesOf = (period: Period): string[] =>
  Array.from({ length: daysInPeriod(period) }, (_, index) => plusDays(period.from, index));

/** Errors: throws RangeError outside the years 0 to 9999. */
export function localDays(dates: readonly string[], timeZone: string): LocalDay[] {
  return dates.map((date) => ({
    date,
    startsAt: startOfDate(date, timeZone),
    endsAt: startOfDate(plusDays(date, 1), timeZone),
  }));
}

/**
 * The parts of a period that a chart shows: weeks from Monday to Sunday, or months when it is longer
 * than a year. The first and the last one end where the period does.
 */
export function partsOf(period: Period): { unit: "week" | "month"; parts: Period[] } {
  const unit = daysInPeriod(period) > WEEKS_MAX_DAYS ? "month" : "week";
  const parts: Period[] = [];
  for (let from = period.from; from <= period.to; ) {
    const last = unit === "week" ? sundayFrom(from) : endOfMonth(from);
    const to = [last, period.to].sort()[0] ?? last;
    parts.push({ from, to });
    from = plusDays(to, 1);
  }
  return { unit, parts };
}

function sundayFrom(date: string): string {
  const weekday = new Date(date).getUTCDay();
  return plusDays(date, (7 - weekday) % 7);
}

function endOfMonth(date: string): string {
  const [year = 0, month = 0] = date.split("-").map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
