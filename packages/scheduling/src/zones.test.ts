import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, inject, test } from "vitest";
import { at, DAY, HOUR, MINUTE, show } from "../test/build.ts";
import { createZones, isTimeZone, localTime, systemZones } from "./index.ts";

declare module "vitest" {
  interface ProvidedContext {
    winterOffset: number;
  }
}

function transitions(timeZone: string, from: string, to: string): string[] {
  const [first, ...rest] = systemZones.segments(timeZone, { start: at(from), end: at(to) });
  let offset = first?.offset ?? 0;
  return rest.map((segment) => {
    const change = (segment.offset - offset) / HOUR;
    offset = segment.offset;
    return `${show(segment.start)} ${change > 0 ? "+" : ""}${change}`;
  });
}

test("the suite runs in its project's time zone", () => {
  const serverZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const midnight = new Date(2027, 0, 15).getTime();
  expect(at("2027-01-15T00:00Z") - midnight).toBe(inject("winterOffset") * MINUTE);
  expect(localTime(midnight, serverZone).offsetMinutes).toBe(inject("winterOffset"));
});

describe("transitions", () => {
  test.each([
    ["America/New_York", "2027", ["03-14T07:00Z +1", "11-07T06:00Z -1"]],
    ["Asia/Beirut", "2027", ["03-27T22:00Z +1", "10-30T21:00Z -1"]],
    ["America/Havana", "2027", ["03-14T05:00Z +1", "11-07T05:00Z -1"]],
    ["America/Santiago", "2027", ["04-04T03:00Z -1", "09-05T04:00Z +1"]],
    ["Australia/Lord_Howe", "2027", ["04-03T15:00Z -0.5", "10-02T15:30Z +0.5"]],
    ["Antarctica/Troll", "2027", ["03-28T01:00Z +2", "10-31T01:00Z -2"]],
    ["Asia/Kathmandu", "2027", []],
    ["Pacific/Apia", "2011", ["04-02T14:00Z -1", "09-24T14:00Z +1", "12-30T10:00Z +24"]],
    // Summer time for one week: too short for a scan with weekly steps.
    ["America/Recife", "2000", ["02-27T02:00Z -1", "10-08T03:00Z +1", "10-15T02:00Z -1"]],
  ])("%s in %s", (timeZone, year, expected) => {
    const nextYear = String(Number(year) + 1);
    expect(transitions(timeZone, `${year}-01-01T00:00Z`, `${nextYear}-01-01T00:00Z`)).toEqual(
      expected,
    );
  });

  test("segments cross New Year without gaps, overlaps or needless cuts", () => {
    const range = { start: at("2025-06-01T00:00Z"), end: at("2029-06-01T00:00Z") };
    for (const timeZone of ["America/New_York", "Asia/Kathmandu", "Pacific/Apia", "UTC"]) {
      const segments = systemZones.segments(timeZone, range);
      segments.slice(1).forEach((segment, index) => {
        expect(segment.start).toBe(segments[index]?.end);
        expect(segment.offset).not.toBe(segments[index]?.offset);
      });
      expect(segments[0]?.start).toBeLessThanOrEqual(range.start);
      expect(segments.at(-1)?.end).toBeGreaterThanOrEqual(range.end);
    }
    expect(systemZones.segments("Asia/Kathmandu", range)).toHaveLength(1);
  });

  test("handles a transition exactly at the start of a UTC year", () => {
    const newYear = at("2030-01-01T00:00Z");
    const zones = createZones(() => (instant) => (instant < newYear ? 0 : HOUR));
    const segments = zones.segments("Anywhere", {
      start: newYear - 40 * DAY,
      end: newYear + 40 * DAY,
    });
    expect(segments).toEqual([
      { start: at("2029-01-01T00:00Z"), end: newYear, offset: 0 },
      { start: newYear, end: at("2031-01-01T00:00Z"), offset: HOUR },
    ]);
    expect(zones.offsetAt("Anywhere", newYear - 1)).toBe(0);
    expect(zones.offsetAt("Anywhere", newYear)).toBe(HOUR);
  });

  test("finds two transitions within one step", () => {
    const first = at("2030-05-01T01:00Z");
    const second = at("2030-05-01T02:00Z");
    const zones = createZones(
      () => (instant) => (instant < first ? 0 : instant < second ? HOUR : 2 * HOUR),
    );
    const segments = zones.segments("Anywhere", { start: first - DAY, end: second + DAY });
    expect(segments.map(({ start, offset }) => [start, offset])).toEqual([
      [at("2030-01-01T00:00Z"), 0],
      [first, HOUR],
      [second, 2 * HOUR],
    ]);
  });

  test("keeps offsets with seconds exactly", () => {
    // Liberia kept local mean time, -0:44:30, until 1972.
    expect(systemZones.offsetAt("Africa/Monrovia", at("1971-06-01T00:00Z"))).toBe(-2_670_000);
    expect(transitions("Africa/Monrovia", "1971-12-01T00:00Z", "1972-03-01T00:00Z")).toHaveLength(
      1,
    );
  });
});

test("localTime agrees with Temporal for any time and place", () => {
  const zoneNames = Intl.supportedValuesOf("timeZone");
  fc.assert(
    fc.property(
      fc.constantFrom(...zoneNames),
      fc.integer({ min: at("1973-01-01T00:00Z"), max: at("2060-01-01T00:00Z") }),
      (timeZone, instant) => {
        const expected =
          Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
        expect(localTime(instant, timeZone)).toEqual({
          date: expected.toPlainDate().toString(),
          minute: expected.hour * 60 + expected.minute,
          weekday: expected.dayOfWeek,
          offsetMinutes: expected.offsetNanoseconds / 60e9,
        });
      },
    ),
    { numRuns: 400 },
  );
});

describe("zone names", () => {
  test.each([
    "Europe/Berlin",
    "Asia/Kolkata",
    "Asia/Calcutta",
    "America/Port-au-Prince",
    "UTC",
    "Etc/UTC",
  ])("%s can be stored", (timeZone) => expect(isTimeZone(timeZone)).toBe(true));

  test.each(["EST", "+05:30", "GMT+2", "Etc/GMT+5", "Mars/Olympus", "", "Europe/", "../etc"])(
    "rejects %j",
    (timeZone) => expect(isTimeZone(timeZone)).toBe(false),
  );

  test("an alias keeps the same time", () => {
    const instant = at("2027-03-14T12:00Z");
    expect(localTime(instant, "Asia/Calcutta")).toEqual(localTime(instant, "Asia/Kolkata"));
  });

  test("a name stored in the past can still be read", () => {
    expect(localTime(at("2027-07-01T12:00Z"), "EST").minute).toBe(7 * 60);
  });
});

test("rejects unknown zones and unreachable years with a code", () => {
  expect(() => localTime(0, "Mars/Olympus")).toThrow(
    expect.objectContaining({ code: "UNKNOWN_TIME_ZONE" }),
  );
  for (const instant of [Number.NaN, Number.POSITIVE_INFINITY, at("2300-01-01T00:00Z")]) {
    expect(() => localTime(instant, "UTC")).toThrow(
      expect.objectContaining({ code: "INVALID_RANGE" }),
    );
  }
});

test("does not blame the zone name when the time zone database fails for another reason", () => {
  const zones = createZones(() => {
    throw new TypeError("broken");
  });
  expect(() => zones.offsetAt("Europe/Berlin", 0)).toThrow(TypeError);
});
