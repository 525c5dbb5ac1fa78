import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timeZoneNames } from "./time-zone.ts";
import { instantOf, readingAt } from "./wall-clock.ts";

const NEW_YORK = "America/New_York";

describe("instantOf", () => {
  it.each([
    ["2027-03-01T10:00", "UTC", "2027-03-01T10:00"],
    ["2027-03-01T10:00", "Asia/Kathmandu", "2027-03-01T04:15"],
    ["2027-03-02T00:00", "Pacific/Auckland", "2027-03-01T11:00"],
    ["2027-03-14T01:59", NEW_YORK, "2027-03-14T06:59"],
    ["2027-03-14T03:00", NEW_YORK, "2027-03-14T07:00"],
    // Skipped: half an hour after the change is 3:30.
    ["2027-03-14T02:30", NEW_YORK, "2027-03-14T07:30"],
    // Repeated: the first of the two.
    ["2027-11-07T01:30", NEW_YORK, "2027-11-07T05:30"],
    ["2027-11-07T02:00", NEW_YORK, "2027-11-07T07:00"],
  ])("%s in %s is %s UTC", (reading, timeZone, utc) => {
    expect(instantOf(reading, timeZone)?.toISOString()).toBe(`${utc}:00.000Z`);
  });

  it("returns an instant that reads the same again, at every hour of a year", () => {
    for (const zone of [NEW_YORK, "Australia/Lord_Howe", "Europe/Dublin", "Asia/Kolkata"]) {
      const readings = Array.from({ length: 365 * 24 }, (_, hour) =>
        readingAt(new Date(Date.UTC(2027, 0, 1, hour)), zone),
      );
      const again = readings.map((reading) => {
        const instant = instantOf(reading, zone);
        return instant && readingAt(instant, zone);
      });
      expect(again, zone).toEqual(readings);
    }
  });

  it.each([
    ...["", "2027-03-01", "2027-13-01T10:00", "2027-02-30T10:00", "2027-03-01T24:00", "tomorrow"],
    ...["NaN", "null", "-000001-01-01T00:00", "+010000-01-01T00:00", "12027-03-01T10:00"],
  ])("is null for %j", (reading) => {
    expect(instantOf(reading, "UTC")).toBeNull();
  });

  const zone = fc.constantFrom(...timeZoneNames());
  const digits = (count: number) => fc.stringMatching(new RegExp(`^\\d{${count}}$`));
  const almostReading = fc
    .tuple(digits(4), digits(2), digits(2), digits(2), digits(2))
    .map(([year, month, day, hour, minute]) => `${year}-${month}-${day}T${hour}:${minute}`);

  it("returns an instant or null for any input, in every zone", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), almostReading), zone, (reading, timeZone) => {
        const instant = instantOf(reading, timeZone);
        expect(instant === null || Number.isFinite(instant.getTime())).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("reads the same again while a year is typed digit by digit, in every zone", () => {
    const date = fc.date({
      min: new Date("0001-01-02T00:00:00Z"),
      max: new Date("9999-12-30T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, zone, (instant, timeZone) => {
        const reading = readingAt(instant, timeZone);
        const again = instantOf(reading, timeZone);
        expect(again && readingAt(again, timeZone)).toBe(reading);
      }),
      { numRuns: 2000 },
    );
    for (const year of ["0002", "0020", "0202", "2027"]) {
      const reading = `${year}-03-15T00:00`;
      for (const timeZone of ["UTC", "Europe/Berlin", NEW_YORK]) {
        const instant = instantOf(reading, timeZone);
        expect(instant && readingAt(instant, timeZone)).toBe(reading);
      }
    }
  });
});
