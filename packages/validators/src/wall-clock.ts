import { DAY, MINUTE } from "./durations.ts";
import { adoptedOffset, type ZoneRules } from "./zone-rules.ts";

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string) {
  const known =
    formatters.get(timeZone) ??
    new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  formatters.set(timeZone, known);
  return known;
}

/**
 * The date and time that a zone's clock shows at an instant, in the format of date and time inputs:
 * "2027-03-14T09:30".
 */
export function readingAt(instant: Date, timeZone: string): string {
  return written(wallAt(instant.getTime(), timeZone));
}

/**
 * The instant of a wall-clock reading. If clocks are put back and show it twice, the first one; if
 * they skip it, the instant as long after the change. Null for anything but a reading in the years
 * 0 to 9999; never throws.
 */
export function instantOf(reading: string, timeZone: string): Date | null {
  const wall = /^\d{4}-/.test(reading) ? Date.parse(`${reading}Z`) : Number.NaN;
  // Also rejects what the parser tolerates, such as February 30.
  if (Number.isNaN(wall) || written(wall) !== reading) return null;
  const [first] = instantsReading(wall, timeZone);
  return new Date(first ?? wall - offsetAt(wall - DAY, timeZone));
}

/**
 * The next time after an instant at which a zone's clock shows this minute of the day. If clocks are
 * put back and show it twice, only the first one counts.
 */
export function nextMinuteOfDay(minute: number, after: Date, timeZone: string): Date {
  const today = Date.parse(`${readingAt(after, timeZone).slice(0, 10)}T00:00Z`);
  for (const day of [today, today + DAY]) {
    const instant = instantOf(written(day + minute * MINUTE), timeZone);
    if (instant !== null && instant > after) return instant;
  }
  throw new RangeError("The years 0 to 9999 are over.");
}

/** The local date so many days later, or earlier: "2027-03-14". */
export const plusDays = (localDate: string, days: number): string =>
  new Date(Date.parse(localDate) + days * DAY).toISOString().slice(0, 10);

/** When a local date begins there; where clocks skip midnight, when they have. */
export function startOfDate(localDate: string, timeZone: string): Date {
  const instant = instantOf(`${localDate}T00:00`, timeZone);
  if (instant === null) throw new RangeError("The years 0 to 9999 are over.");
  return instant;
}

/** The minute of the day that a zone's clock shows, 0 to 1439. */
export function minuteOfDay(instant: Date, timeZone: string): number {
  const [hours = 0, minutes = 0] = readingAt(instant, timeZone).slice(11).split(":").map(Number);
  return hours * 60 + minutes;
}

/** Whether clocks there show this time twice on this date, because they are put back over it. */
export function isRepeated(instant: Date, timeZone: string): boolean {
  return instantsReading(wallAt(instant.getTime(), timeZone), timeZone).length > 1;
}

// A wall time is the clock's date and time, as epoch milliseconds of the same reading in UTC.

const wallAt = (instant: number, timeZone: string) => instant + offsetAt(instant, timeZone);

/** The instants with this reading, in order: one, two, or none where clocks are put forward. */
function instantsReading(wall: number, timeZone: string): number[] {
  const offsets = [wall - DAY, wall + DAY].map((near) => offsetAt(near, timeZone));
  return [...new Set(offsets)]
    .map((offset) => wall - offset)
    .filter((instant) => wallAt(instant, timeZone) === wall)
    .sort((a, b) => a - b);
}

/** Milliseconds east of Greenwich. Years before the Gregorian calendar are counted by it, too. */
export function offsetAt(instant: number, timeZone: string): number {
  const adopted = adoptedOffset(instant, timeZone);
  if (adopted !== null) return adopted;
  // "3/14/2027, GMT-04:00"; plain "GMT" is zero, and offsets before standard time include seconds.
  const [, sign, hours = "0", minutes = "0", seconds = "0"] =
    /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(formatter(timeZone).format(instant)) ?? [];
  const size = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === "-" ? -size : size;
}

const written = (wall: number) => new Date(wall).toISOString().slice(0, -":00.000Z".length);

/** The rules of a zone between two instants, as this program knows them. */
export function rulesOf(zone: string, { from, until }: { from: Date; until: Date }): ZoneRules {
  const [first, last] = [from.getTime(), until.getTime()];
  const changes: [number, number][] = [[first, offsetAt(first, zone)]];
  for (let before = first; before < last; before += DAY) {
    const after = Math.min(before + DAY, last);
    const offset = offsetAt(after, zone);
    if (offset === offsetAt(before, zone)) continue;
    changes.push([firstWith(offset, { before, after, zone }), offset]);
  }
  return { zone, from: first, until: last, changes };
}

/** The first instant with this offset, which changes once in between. */
function firstWith(
  offset: number,
  { before, after, zone }: { before: number; after: number; zone: string },
): number {
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle, zone) === offset) high = middle;
    else low = middle;
  }
  return high;
}
