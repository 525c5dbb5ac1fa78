import "server-only";
import { DAY } from "@sundial/validators/durations";
import { rulesOf } from "@sundial/validators/wall-clock";
import type { ZoneRules } from "@sundial/validators/zone-rules";

const YEAR = 365 * DAY;

/** By zone, computed once a day: there are some 400 zones, and each takes a few milliseconds. */
const known = new Map<string, { day: number; rules: ZoneRules }>();

/**
 * How the server reads this zone's clock, for the browser, whose own rules may be older or newer.
 * From a year ago until two years ahead, which is all that pages show of most things.
 */
export function serverZoneRules(zone: string, now: Date): ZoneRules {
  const day = Math.floor(now.getTime() / DAY);
  const found = known.get(zone);
  if (found?.day === day) return found.rules;
  const midnight = day * DAY;
  const span = { from: new Date(midnight - YEAR), until: new Date(midnight + 2 * YEAR) };
  const rules = rulesOf(zone, span);
  known.set(zone, { day, rules });
  return rules;
}
