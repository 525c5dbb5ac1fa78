import { timeZoneNames } from "@sundial/validators";
import { DAY, MINUTE } from "@sundial/validators/durations";
import { minuteOfDay } from "@sundial/validators/wall-clock";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quietUntil } from "./quiet-hours.ts";

const NIGHT = { from: 22 * 60, until: 7 * 60 };

describe("quietUntil", () => {
  it.each([
    ["2027-03-01T21:59Z", "UTC", null],
    ["2027-03-01T22:00Z", "UTC", "2027-03-02T07:00Z"],
    ["2027-03-02T06:59Z", "UTC", "2027-03-02T07:00Z"],
    ["2027-03-02T07:00Z", "UTC", null],
    ["2027-03-01T21:30Z", "Europe/Berlin", "2027-03-02T06:00Z"],
    // The clock is put forward in that night, and back in this one.
    ["2027-03-27T23:30Z", "Europe/Berlin", "2027-03-28T05:00Z"],
    ["2027-10-30T23:30Z", "Europe/Berlin", "2027-10-31T06:00Z"],
  ])("at %s in %s: %s", (now, zone, end) => {
    expect(quietUntil(new Date(now), NIGHT, zone)).toEqual(end === null ? null : new Date(end));
  });

  it("may be almost a day away, but not where the clock has shown the end before", () => {
    const long = { from: 22 * 60, until: 21 * 60 + 30 };
    const at = new Date("2027-03-01T22:00Z");
    expect(quietUntil(at, long, "UTC")).toEqual(new Date("2027-03-02T21:30Z"));
    // Half past two comes twice in that night: at 0:30 and at 1:30 in UTC.
    const short = { from: 60, until: 150 };
    const [before, between] = [new Date("2027-10-31T00:15Z"), new Date("2027-10-31T01:15Z")];
    expect(quietUntil(before, short, "Europe/Berlin")).toEqual(new Date("2027-10-31T00:30Z"));
    expect(quietUntil(between, short, "Europe/Berlin")).toBeNull();
  });

  it("is the first minute that is no longer quiet, as walking shows", () => {
    const minute = fc.integer({ min: 0, max: 1439 });
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2029, 0) }),
        minute,
        minute,
        fc.constantFrom(...timeZoneNames()),
        (instant, from, until, zone) => {
          fc.pre(from !== until);
          const now = new Date(Math.floor(instant / MINUTE) * MINUTE);
          const isQuiet = (at: Date) => {
            const reading = minuteOfDay(at, zone);
            return from < until
              ? reading >= from && reading < until
              : reading >= from || reading < until;
          };
          const end = quietUntil(now, { from, until }, zone);
          if (end === null) return;
          expect(isQuiet(now)).toBe(true);
          expect(end.getTime() - now.getTime()).toBeLessThanOrEqual(DAY + 60 * MINUTE);
          // Where the clock skips the end, nothing reads it, and another night may have begun.
          if (minuteOfDay(end, zone) !== until) return;
          const before = new Date(end.getTime() - MINUTE);
          expect(isQuiet(end) && isQuiet(before)).toBe(false);
        },
      ),
    );
  });
});
