import fc from "fast-check";
import { expect, test } from "vitest";
import { scenario } from "../test/arbitraries.ts";
import { at, DAY, everyDay, mentor, schedule, show } from "../test/build.ts";
import { bookingHorizon, openSlots } from "./index.ts";

const berlin = schedule("Europe/Berlin", everyDay("09:00-17:00"));

test.each([
  ["by day", "2027-02-22T12:00Z", "02-25T23:00Z", "02-22T23:00Z"],
  ["after midnight there", "2027-02-22T23:30Z", "02-26T23:00Z", "02-23T23:00Z"],
  ["over the change of clocks", "2027-03-26T12:00Z", "03-29T22:00Z", "03-26T23:00Z"],
])(
  "the booking window ends with the last date and moves at midnight: %s",
  (_name, now, end, movesAt) => {
    const horizon = bookingHorizon({
      mentor: mentor({ schedules: [berlin], horizonDays: 3 }),
      now: at(now),
    });
    expect([show(horizon.end), show(horizon.movesAt)]).toEqual([end, movesAt]);
  },
);

test("a travel zone changes dates before the mentor arrives", () => {
  const auckland = schedule("Pacific/Auckland", everyDay("09:00-17:00"), {
    validFrom: "2027-02-24",
  });
  const home = { ...berlin, validTo: "2027-02-23" };
  const { movesAt } = bookingHorizon({
    mentor: mentor({ schedules: [home, auckland], horizonDays: 3 }),
    now: at("2027-02-22T10:30Z"),
  });
  expect(show(movesAt)).toBe("02-22T11:00Z");
});

test("new starts appear only at the end of the booking window as time passes", () => {
  let appeared = 0;
  fc.assert(
    fc.property(
      scenario,
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 3 * DAY }),
      ({ facts, range }, horizonDays, later) => {
        const mentorNow = { ...facts.mentor, horizonDays };
        const to = range.end + 6 * DAY;
        const starts = (now: number) =>
          openSlots({ ...facts, mentor: mentorNow, now, from: range.start, to });
        const horizon = bookingHorizon({ mentor: mentorNow, now: facts.now });
        const before = new Set(starts(facts.now));
        const added = starts(facts.now + later).filter((start) => !before.has(start));
        appeared += added.length;
        expect(added.filter((start) => start < horizon.end).map(show)).toEqual([]);
        if (facts.now + later < horizon.movesAt) expect(added).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
  expect(appeared).toBeGreaterThan(100);
});
