const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)$/;
const EPOCH = /^(\d{1,12})(?:\.(\d+))?$/;

/** 9999-12-31T23:59:59Z, in seconds since 1970. */
const LAST_SECOND = 253_402_300_799;

/**
 * An instant of the user pool's API, in UTC with microseconds; null if invalid. Version 2 of the
 * AWS CLI writes ISO 8601; version 1 and the API write seconds since 1970, with a fraction.
 */
export function readInstant(value: string | number): string | null {
  const text = String(value);
  const [, day, time, fraction, zone = "Z"] = ISO.exec(text) ?? [];
  if (day !== undefined) {
    const local = new Date(`${day}T${time}Z`);
    // February 30 has become another day by now, and 24:00 the next one; an impossible day is
    // invalid.
    if (local.getUTCDate() !== Number(day.slice(8))) return null;
    const offset = offsetOf(zone);
    const inUtc = offset === 0 ? `${day}T${time}` : undefined;
    return write(local.getTime() / 1000 - offset, fraction, inUtc);
  }
  const [, seconds, part] = EPOCH.exec(text) ?? [];
  return seconds === undefined ? null : write(Number(seconds), part);
}

/** Seconds ahead of UTC. */
function offsetOf(zone: string) {
  if (zone === "Z") return 0;
  const seconds = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(-2)) * 60;
  return zone.startsWith("-") ? -seconds : seconds;
}

function write(seconds: number, fraction = "", text?: string) {
  if (seconds < -62_135_596_800 || seconds > LAST_SECOND) return null;
  const whole = text ?? new Date(seconds * 1000).toISOString().slice(0, 19);
  return `${whole}.${fraction.slice(0, 6).padEnd(6, "0")}Z`;
}
