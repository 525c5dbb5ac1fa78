import { DAY } from "@sundial/validators/durations";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HoursPart } from "./availability.ts";
import { hoursOf } from "./hours.ts";

const FIRST = Date.UTC(2027, 0, 1);
const dateOf = (day: number) => new Date(FIRST + day * DAY).toISOString().slice(0, 10);

const weekly = (
  weekday: number,
  [startMinute, endMinute]: [number, number],
  dated: { from?: string | null; to?: string | null; timeZone?: string } = {},
): HoursPart => ({
  kind: "weekly",
  weekday,
  window: { startMinute, endMinute },
  timeZone: "UTC",
  from: null,
  to: null,
  ...dated,
});

describe("a mentor's hours", () => {
  it("have exactly one schedule on each date, whatever the periods", () => {
    const periods = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 5 })),
      {
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(
        periods,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (given, isUsual, isOpen, isLate) => {
          let day = 1;
          const dated = given.map(([gap, length], index) => {
            const from = isOpen && index === 0 ? null : dateOf(day + gap);
            const to = isLate && index === given.length - 1 ? null : dateOf(day + gap + length);
            day += gap + length + 1;
            return weekly(1, [60, 120], { from, to, timeZone: "Asia/Tokyo" });
          });
          const usual = isUsual ? [weekly(2, [60, 120])] : [];
          const ofOnePeriodWithoutDates = dated.some(
            (part) => part.kind === "weekly" && !part.from && !part.to,
          );
          fc.pre(!ofOnePeriodWithoutDates);
          const found = hoursOf([...usual, ...dated]);
          if ("problem" in found) throw new Error(found.problem);
          for (let at = -1; at < day + 10 && found.schedules.length > 0; at += 1) {
            const date = dateOf(at);
            const valid = found.schedules.filter(
              ({ from, to }) => (from ?? "") <= date && date <= (to ?? "9999"),
            );
            expect(valid).toHaveLength(1);
          }
          expect(found.schedules.length > 0).toBe(usual.length + dated.length > 0);
        },
      ),
    );
  });

  it("keep the longer of two windows that begin together", () => {
    expect(hoursOf([weekly(3, [60, 120]), weekly(3, [60, 180]), weekly(1, [0, 30])])).toMatchObject(
      {
        schedules: [
          {
            windows: [
              [1, 0, 30],
              [3, 60, 180],
            ],
          },
        ],
      },
    );
  });

  it.each<[string, HoursPart[]]>([
    ["ZONES_DIFFER", [weekly(1, [0, 60]), weekly(2, [0, 60], { timeZone: "Asia/Tokyo" })]],
    [
      "PERIODS_OVERLAP",
      [
        weekly(1, [0, 60], { from: "2027-01-01", to: "2027-01-31" }),
        weekly(1, [0, 60], { from: "2027-01-31", to: null }),
      ],
    ],
    [
      "DATE_CONTRADICTED",
      [
        { kind: "date", date: "2027-01-01", window: null },
        { kind: "date", date: "2027-01-01", window: { startMinute: 0, endMinute: 60 } },
      ],
    ],
    ["HOURS_TOO_MANY", Array.from({ length: 21 }, (_, n) => weekly(1, [n * 10, n * 10 + 10]))],
  ])("can't be theirs together: %s", (problem, parts) => {
    expect(hoursOf(parts)).toEqual({ problem });
  });
});
