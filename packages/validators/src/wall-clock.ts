const DAY = 86_400_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string) {
  const known =
    formatters.get(timeZone) ??
    new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  formatters.set(timeZone, known);
  return known;
}

/**
 * What clock and calendar show there at an instant, as date and time inputs write it:
 * "2027-03-14T09:30".
 */
export function readingAt(instant: Date, timeZone: string): string {
  return written(wallAt(instant.getTime(), timeZone));
}

/**
 * The instant at which they show it: the first of two where clocks are put back, and where they
 * are put forward over it, the instant as long after the change. Null for anything but a reading of
 * the years 0 to 9999; never throws, whatever was typed.
 */
export function instantOf(reading: string, timeZone: string): Date | null {
  const wall = /^\d{4}-/.test(reading) ? Date.parse(`${reading}Z`) : Number.NaN;
  // Also refuses what the parser is lenient about, such as February 30.
  if (Number.isNaN(wall) || written(wall) !== reading) return null;
  const [first] = instantsReading(wall, timeZone);
  return new Date(first ?? wall - offsetAt(wall - DAY, timeZone));
}

/** Whether clocks there show this time of this date twice, because they are put back over it. */
export function isRepeated(instant: Date, timeZone: string): boolean {
  return instantsReading(wallAt(instant.getTime(), timeZone), timeZone).length > 1;
}

// A wall time is what clock and calendar show, as epoch milliseconds of the same reading in UTC.

const wallAt = (instant: number, timeZone: string) => instant + offsetAt(instant, timeZone);

/** The instants that read so, in order: one, or two, or none where clocks are put forward. */
function instantsReading(wall: number, timeZone: string): number[] {
  const offsets = [wall - DAY, wall + DAY].map((near) => offsetAt(near, timeZone));
  return [...new Set(offsets)]
    .map((offset) => wall - offset)
    .filter((instant) => wallAt(instant, timeZone) === wall)
    .sort((a, b) => a - b);
}

/** Milliseconds east of Greenwich. Years before the Gregorian calendar are counted by it as well. */
function offsetAt(instant: number, timeZone: string): number {
  // "3/14/2027, GMT-04:00"; plain "GMT" is zero, and before standard time there are seconds.
  const [, sign, hours = "0", minutes = "0", seconds = "0"] =
    /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(formatter(timeZone).format(instant)) ?? [];
  const size = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === "-" ? -size : size;
}

const written = (wall: number) => new Date(wall).toISOString().slice(0, -":00.000Z".length);
