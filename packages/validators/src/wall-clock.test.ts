import { describe, expect, it } from "vitest";
import { instantOf, readingAt } from "./wall-clock.ts";

const NEW_YORK = "America/New_York";

describe("instantOf", () => {
  it.each([
    ["2027-03-01T10:00", "UTC", "2027-03-01T10:00"],
    ["2027-03-01T10:00", "Asia/Kathmandu", "2027-03-01T04:15"],
    ["2027-03-02T00:00", "Pacific/Auckland", "2027-03-01T11:00"],
    ["2027-03-14T01:59", NEW_YORK, "2027-03-14T06:59"],
    ["2027-03-14T03:00", NEW_YORK, "2027-03-14T07:00"],
    // Skipped: half an hour after the change is half past three.
    ["2027-03-14T02:30", NEW_YORK, "2027-03-14T07:30"],
    // Repeated: the first of the two.
    ["2027-11-07T01:30", NEW_YORK, "2027-11-07T05:30"],
    ["2027-11-07T02:00", NEW_YORK, "2027-11-07T07:00"],
  ])("%s in %s is %s UTC", (reading, timeZone, utc) => {
    expect(instantOf(reading, timeZone)?.toISOString()).toBe(`${utc}:00.000Z`);
  });

  it("gives an instant that reads the same again, at every hour of a year", () => {
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

  it.each(["", "2027-03-01", "2027-13-01T10:00", "tomorrow"])("is null for %j", (reading) => {
    expect(instantOf(reading, "UTC")).toBeNull();
  });
});
