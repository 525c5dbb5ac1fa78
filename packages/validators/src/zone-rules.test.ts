import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { DAY, HOUR } from "./durations.ts";
import { formatSettingsOf } from "./format-settings.ts";
import { describeZone, timeFormats } from "./time.ts";
import { instantOf, readingAt, rulesOf } from "./wall-clock.ts";
import { adoptZoneRules } from "./zone-rules.ts";

const ZONES = [
  "Africa/Casablanca",
  "America/New_York",
  "America/St_Johns",
  "Antarctica/Troll",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Europe/Berlin",
];
const span = { from: new Date("2026-01-01T00:00:00Z"), until: new Date("2029-01-01T00:00:00Z") };
const formats = timeFormats(formatSettingsOf({ locale: "en-US" }));

afterEach(() => {
  for (const zone of ZONES) adoptZoneRules(zone, null);
});

/** What the zone's clock shows, asked of Intl alone. */
function shown(instant: Date, timeZone: string) {
  const options = { timeZone, dateStyle: "short", timeStyle: "short", hourCycle: "h23" } as const;
  return new Intl.DateTimeFormat("sv-SE", options).format(instant).replace(" ", "T");
}

describe("the rules of a zone", () => {
  it("say what Intl says, within their span and beyond", () => {
    for (const zone of ZONES) adoptZoneRules(zone, rulesOf(zone, span));
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.date({ min: new Date("2025-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
        (zone, instant) => {
          expect(readingAt(instant, zone)).toBe(shown(instant, zone));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("have a change at its exact moment", () => {
    const { changes } = rulesOf("Europe/Berlin", span);
    expect(changes.slice(1, 3)).toEqual([
      [Date.parse("2026-03-29T01:00:00Z"), 2 * HOUR],
      [Date.parse("2026-10-25T01:00:00Z"), HOUR],
    ]);
    expect(rulesOf("Asia/Kathmandu", span).changes).toHaveLength(1);
  });
});

describe("a program with other rules of a zone than the server", () => {
  // As in 2026, when Morocco moved to GMT: newer programs know it, older ones don't.
  const zone = "Africa/Casablanca";
  const noon = new Date("2026-12-01T12:00:00Z");

  it.each([0, HOUR])("shows, reads and writes times by the server's: %i ms", (offset) => {
    const [from, until] = [noon.getTime() - DAY, noon.getTime() + DAY];
    adoptZoneRules(zone, { zone, from, until, changes: [[from, offset]] });
    const hour = 12 + offset / HOUR;
    expect(readingAt(noon, zone)).toBe(`2026-12-01T${hour}:00`);
    expect(instantOf(`2026-12-01T${hour}:00`, zone)).toEqual(noon);
    expect(formats.time(noon, zone)).toBe(`${offset === 0 ? 12 : 1}:00 PM`);
    expect(describeZone(zone, noon)).toBe(`Casablanca, GMT+${offset / HOUR}`);
  });

  it("does so on both sides of midnight", () => {
    const late = new Date("2026-12-01T23:30:00Z");
    const [from, until] = [late.getTime() - DAY, late.getTime() + DAY];
    adoptZoneRules(zone, { zone, from, until, changes: [[from, HOUR]] });
    expect(formats.fullDay(late, zone)).toBe("Wednesday, December 2, 2026");
    expect(formats.date(late, zone)).toBe("Dec 2, 2026");
  });
});
