import { DAY, MINUTE } from "@sundial/validators/durations";
import fc from "fast-check";
import { expect, test } from "vitest";
import { nextInQuarters, quartersOf, quartersWhere } from "./week-quarters.ts";

const instant = fc.integer({ min: -20 * 1440, max: 20 * 1440 }).map((minutes) => minutes * MINUTE);

test("the next quarter is never later than an instant of the set and always one of its quarters", () => {
  fc.assert(
    fc.property(
      fc.array(instant, { minLength: 1, maxLength: 5 }),
      fc.tuple(instant, fc.integer({ min: 0, max: MINUTE - 1 })),
      fc.integer({ min: 0, max: 15 * 1440 }),
      (instants, [minute, offset], length) => {
        const [from, until] = [minute + offset, minute + offset + length * MINUTE];
        const next = nextInQuarters(quartersOf(instants), { from, until });
        const weekly = instants.flatMap((start) =>
          [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6].map((weeks) => start + weeks * 7 * DAY),
        );
        const first = Math.min(...weekly.filter((start) => start >= from && start < until), until);
        expect(next).toBeLessThanOrEqual(first);
        expect(next).toBeGreaterThanOrEqual(from);
        const quarter = (at: number) => Math.floor(at / (15 * MINUTE));
        const isOne = weekly.some((start) => quarter(start) === quarter(next));
        expect(isOne || next === until).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test("with a filter, quarters without matches are skipped", () => {
  const wednesday = 6 * DAY + 18 * 60 * MINUTE;
  const filter = {
    suits: (at: number) => at >= wednesday + 7 * DAY,
    quarters: quartersWhere((at) => at % DAY >= 17 * 60 * MINUTE),
  };
  const evenings = quartersOf([wednesday, wednesday - 10 * 60 * MINUTE]);
  const next = (until: number) => nextInQuarters(evenings, { from: 0, until }, filter);
  expect(next(30 * DAY)).toBe(wednesday + 7 * DAY);
  expect(next(10 * DAY)).toBe(10 * DAY);
});
