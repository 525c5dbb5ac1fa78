import { z } from "zod";

/**
 * How a zone's clock goes in a span of time, as the program that made this knows it. Governments
 * change zones at short notice, and the rules come with a browser or with Node. So two programs may
 * disagree about the same hour until both are up to date.
 */
export const zoneRules = z.object({
  zone: z.string(),
  /** Epoch milliseconds; the rules say nothing about instants outside. */
  from: z.number(),
  until: z.number(),
  /** From each instant on, the milliseconds east of Greenwich. The first is `from`. */
  changes: z.array(z.tuple([z.number(), z.number()])),
});
export type ZoneRules = z.infer<typeof zoneRules>;

const adopted = new Map<string, ZoneRules>();

/** From now on, this program reads the zone's clock by these rules. Null makes it forget them. */
export function adoptZoneRules(zone: string, rules: ZoneRules | null): void {
  if (rules === null) adopted.delete(zone);
  else adopted.set(zone, rules);
}

/** The offset by adopted rules; null when there are none for this instant. */
export function adoptedOffset(instant: number, zone: string): number | null {
  const rules = adopted.get(zone);
  if (rules === undefined || instant < rules.from || instant >= rules.until) return null;
  return rules.changes.findLast(([from]) => from <= instant)?.[1] ?? null;
}
