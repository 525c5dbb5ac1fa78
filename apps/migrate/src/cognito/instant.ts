const ISO =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)[T ](?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:\.(?<fraction>\d+))?(?<zone>Z|[+-]\d\d:?\d\d)$/;
const EPOCH = /^(?<seconds>\d{1,12})(?:\.(?<fraction>\d+))?$/;

/** 9999-12-31T23:59:59Z, in seconds since 1970. */
const LAST_SECOND = 253_402_300_799;

/**
 * An instant of the user pool's API, in UTC with microseconds; null when it is none. Version 2 of
 * the command line writes ISO 8601, version 1 and the wire seconds since 1970, with a fraction.
 */
export function readInstant(value: string | number): string | null {
  const text = String(value);
  const iso = ISO.exec(text)?.groups;
  if (iso !== undefined) return fromIso(iso);
  const epoch = EPOCH.exec(text)?.groups;
  return epoch === undefined ? null : write(Number(epoch.seconds), epoch.fraction);
}

function fromIso(parts: Record<string, string | undefined>) {
  const [year, month, day, hour, minute, second] = [
    ...[parts.year, parts.month, parts.day],
    ...[parts.hour, parts.minute, parts.second],
  ].map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // The 30th of February is another day by now.
  if (date.toISOString().slice(0, 19) !== `${isoDay(parts)}T${isoTime(parts)}`) return null;
  return write(date.getTime() / 1000 - offsetOf(parts.zone ?? "Z"), parts.fraction);
}

const isoDay = ({ year, month, day }: Record<string, string | undefined>) =>
  `${year}-${month}-${day}`;
const isoTime = ({ hour, minute, second }: Record<string, string | undefined>) =>
  `${hour}:${minute}:${second}`;

/** Seconds ahead of UTC. */
function offsetOf(zone: string) {
  if (zone === "Z") return 0;
  const seconds = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(-2)) * 60;
  return zone.startsWith("-") ? -seconds : seconds;
}

function write(seconds: number, fraction = "") {
  if (seconds < -62_135_596_800 || seconds > LAST_SECOND) return null;
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  return `${whole}.${fraction.slice(0, 6).padEnd(6, "0")}Z`;
}
