const DAY = 86_400_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string) {
  const known =
    formatters.get(timeZone) ??
    new Intl.DateTimeFormat("en", {
      timeZone,
      dateStyle: "short",
      timeStyle: "short",
      hourCycle: "h23",
      calendar: "iso8601",
    });
  formatters.set(timeZone, known);
  return known;
}

/**
 * What clock and calendar show there at an instant, as date and time inputs write it:
 * "2027-03-14T09:30".
 */
export function readingAt(instant: Date, timeZone: string): string {
  const parts = formatter(timeZone)
    .formatToParts(instant)
    .map(({ type, value }) => [type, value] as const);
  const { year = "", month = "", day = "", hour = "", minute = "" } = Object.fromEntries(parts);
  return `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}`;
}

/**
 * The instant at which they show it: the first of two where clocks are put back, and where they
 * are put forward over it, the instant as long after the change. Null for anything but a reading.
 */
export function instantOf(reading: string, timeZone: string): Date | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(reading)) return null;
  const wall = Date.parse(`${reading}Z`);
  if (Number.isNaN(wall)) return null;
  const [before, after] = [wall - DAY, wall + DAY].map((near) => wall - offsetAt(near, timeZone));
  const [first] = [before, after]
    .filter((instant) => instant !== undefined)
    .filter((instant) => instant + offsetAt(instant, timeZone) === wall)
    .sort((a, b) => a - b);
  return new Date(first ?? before ?? wall);
}

function offsetAt(instant: number, timeZone: string): number {
  const minute = Math.floor(instant / 60_000) * 60_000;
  return Date.parse(`${readingAt(new Date(minute), timeZone)}Z`) - minute;
}

const pad = (number: string) => number.padStart(2, "0");
