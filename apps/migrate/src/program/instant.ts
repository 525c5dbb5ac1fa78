import { instant as instantContract } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import { instantOf, isRepeated, readingAt } from "@sundial/validators/wall-clock";
import { readTime } from "../file/time.ts";
import { knownZone } from "../file/zones.ts";
import type { RowCodes } from "./program-row.ts";

const LOCAL = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * A whole minute: an instant with an offset, a count since 1970, or the reading of a clock in the
 * row's zone. A reading that clocks show twice is the first one; one that they skip is as long after
 * the change. Both are flagged. Null, with the code in `codes`, if it can't be read.
 */
export function readMinute(value: unknown, zone: string, codes: RowCodes): Date | null {
  const [, day, minute, seconds = ""] = LOCAL.exec(String(value).trim()) ?? [];
  const found =
    day === undefined ? readAbsolute(value) : readLocal(`${day}T${minute}`, zone, codes);
  if (found === null) return null;
  if (found === undefined || !instantContract.safeParse(found).success) {
    codes.quarantined.push("TIME_INVALID");
    return null;
  }
  const whole = new Date(Math.floor(found.getTime() / MINUTE) * MINUTE);
  if (whole.getTime() !== found.getTime() || /[1-9]/.test(seconds)) {
    codes.flagged.push("SECONDS_DROPPED");
  }
  return whole;
}

/** Undefined if it isn't one. */
function readAbsolute(value: unknown) {
  // A day alone has no time.
  const isDay = typeof value === "string" && DAY.test(value.trim());
  const read = isDay ? undefined : readTime(value);
  return typeof read === "string" ? new Date(read) : undefined;
}

/** Null, with the code, if its zone isn't known. */
function readLocal(reading: string, zone: string, codes: RowCodes): Date | null | undefined {
  const timeZone = knownZone(zone);
  if (timeZone === null) {
    codes.quarantined.push(zone === "" ? "TIME_ZONE_MISSING" : "TIME_ZONE_INVALID");
    return null;
  }
  const found = instantOf(reading, timeZone);
  if (found === null) return undefined;
  if (readingAt(found, timeZone) !== reading) codes.flagged.push("TIME_SKIPPED");
  else if (isRepeated(found, timeZone)) codes.flagged.push("TIME_REPEATED");
  return found;
}

/** The same for a time of no importance: null for none, flagged if it can't be read. */
export function readOptionalTime(value: unknown, codes: RowCodes): string | null {
  const read = readTime(value);
  if (read === undefined) codes.flagged.push("TIME_DROPPED");
  const isWithin = typeof read === "string" && instantContract.safeParse(new Date(read)).success;
  if (typeof read === "string" && !isWithin) codes.flagged.push("TIME_DROPPED");
  return isWithin ? read : null;
}
