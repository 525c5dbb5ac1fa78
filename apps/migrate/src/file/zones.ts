import { canonicalTimeZone } from "@sundial/validators";

/** Rows share few zones, and resolving one takes longer than reading the rest of a row. */
const zones = new Map<string, string | null>();
const MOST_ZONES = 10_000;

/** The name under which a zone is stored; null if it's none. */
export function knownZone(name: string): string | null {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const zone = name === "" ? null : canonicalTimeZone(name);
  if (zones.size < MOST_ZONES) zones.set(name, zone);
  return zone;
}
