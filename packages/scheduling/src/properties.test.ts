import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, test } from "vitest";
import { type Scenario, scenario } from "../test/arbitraries.ts";
import { DAY, HOUR, MINUTE, show } from "../test/build.ts";
import { oracle } from "../test/oracle.ts";
import { explain, openSlots, REASONS, type Reason } from "./index.ts";

const slotsOf = ({ facts, range }: Scenario, change: { now?: number } = {}) =>
  openSlots({ ...facts, ...change, from: range.start, to: range.end });

test("returns the same slots and reasons as a minute-by-minute oracle", () => {
  let offered = 0;
  const met = new Set<Reason>();
  fc.assert(
    fc.property(scenario, ({ facts, range }) => {
      const answers = oracle(facts, range);
      const expected = [...answers].filter(([, reasons]) => reasons.size === 0);
      const slots = slotsOf({ facts, range });
      expect(slots.map(show)).toEqual(expected.map(([start]) => show(start)));
      offered += slots.length;
      for (const reasons of answers.values()) for (const reason of reasons) met.add(reason);

      // Every seventh minute covers every part of an hour; slots are all compared.
      const starts = [...answers.keys()].filter((_, index) => index % 7 === 0).concat(slots);
      const answer = (start: number, reasons: Reason[]) => `${show(start)} ${reasons.join()}`;
      expect(starts.map((start) => answer(start, explain({ ...facts, start })))).toEqual(
        starts.map((start) =>
          answer(
            start,
            REASONS.filter((reason) => answers.get(start)?.has(reason)),
          ),
        ),
      );
    }),
    { numRuns: 100 },
  );
  // A generator that never offers, or never rejects for some reason, would prove nothing.
  expect([...met].sort()).toEqual([...REASONS].sort());
  expect(offered).toBeGreaterThan(200);
});

test("explain is empty exactly for the starts that openSlots lists", () => {
  fc.assert(
    fc.property(scenario, fc.integer({ min: 0, max: 2 * DAY - 1 }), ({ facts, range }, offset) => {
      const slots = new Set(slotsOf({ facts, range }));
      const minute = range.start + Math.floor(offset / (5 * MINUTE)) * 5 * MINUTE;
      const starts = [range.start + offset, minute, ...slots];
      expect(starts.filter((start) => explain({ ...facts, start }).length === 0)).toEqual(
        starts.filter((start) => slots.has(start)),
      );
    }),
    { numRuns: 300 },
  );
});

test("splitting a range anywhere gives the same slots", () => {
  fc.assert(
    fc.property(scenario, fc.integer({ min: 0, max: 2 * DAY }), ({ facts, range }, offset) => {
      const cut = range.start + offset;
      const parts = [
        ...slotsOf({ facts, range: { start: range.start, end: cut } }),
        ...slotsOf({ facts, range: { start: cut, end: range.end } }),
      ];
      expect(parts).toEqual(slotsOf({ facts, range }));
    }),
    { numRuns: 300 },
  );
});

test("a viewer's day is just another range and never changes the slots offered", () => {
  fc.assert(
    fc.property(scenario, fc.integer({ min: -23, max: 23 }), ({ facts, range }, hours) => {
      const shifted = { start: range.start + hours * HOUR, end: range.end + hours * HOUR };
      const isInBoth = (start: number) =>
        Math.max(range.start, shifted.start) <= start && start < Math.min(range.end, shifted.end);
      expect(slotsOf({ facts, range: shifted }).filter(isInBoth)).toEqual(
        slotsOf({ facts, range }).filter(isInBoth),
      );
    }),
    { numRuns: 200 },
  );
});

test("a later now removes the starts within the notice and nothing else", () => {
  fc.assert(
    fc.property(scenario, fc.integer({ min: 1, max: 2 * DAY }), ({ facts, range }, later) => {
      // Far enough for every date of the range, so only the notice depends on now.
      const endless = { ...facts, mentor: { ...facts.mentor, horizonDays: 1000 } };
      const before = slotsOf({ facts: endless, range });
      const now = facts.now + later;
      const after = slotsOf({ facts: endless, range }, { now });
      const { minNotice, needsAnswer } = facts.mentor;
      // A request leaves a moment to answer it, so its start comes after the notice, not with it.
      const earliest = now + minNotice * MINUTE + (needsAnswer ? 1 : 0);
      expect(after).toEqual(before.filter((start) => start >= earliest));
    }),
    { numRuns: 300 },
  );
});

test("every offered minute falls within the mentor's hours by the wall clock", () => {
  fc.assert(
    fc.property(scenario, ({ facts, range }) => {
      const { schedules, overrides } = facts.mentor;
      const isInHours = (instant: number) =>
        schedules.some(({ timeZone, validFrom, validTo, rules }) => {
          const local =
            Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
          return [0, 1].some((daysAgo) => {
            const date = local.toPlainDate().subtract({ days: daysAgo });
            const minute = local.hour * 60 + local.minute + daysAgo * 1440;
            const name = date.toString();
            if (name < (validFrom ?? "") || name > (validTo ?? "9999")) return false;
            const windows =
              overrides.find((override) => override.date === name)?.windows ??
              rules.filter(({ weekday }) => weekday === date.dayOfWeek);
            return windows.some((w) => w.startMinute <= minute && minute < w.endMinute);
          });
        });
      const outside: string[] = [];
      for (const start of slotsOf({ facts, range }).slice(0, 12)) {
        const end = start + facts.duration * MINUTE;
        for (let t = start; t < end; t += 5 * MINUTE) if (!isInHours(t)) outside.push(show(t));
      }
      expect(outside).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test("starts are sorted and distinct, a limit returns a prefix, and input order doesn't matter", () => {
  fc.assert(
    fc.property(scenario, fc.nat(5), ({ facts, range }, limit) => {
      const slots = slotsOf({ facts, range });
      expect(slots).toEqual([...new Set(slots)].sort((a, b) => a - b));
      const { start: from, end: to } = range;
      expect(openSlots({ ...facts, from, to, limit })).toEqual(slots.slice(0, limit));

      const { mentor } = facts;
      const reversed = {
        ...facts,
        mentor: {
          ...mentor,
          schedules: mentor.schedules
            .map((schedule) => ({ ...schedule, rules: schedule.rules.toReversed() }))
            .toReversed(),
          overrides: mentor.overrides.toReversed(),
          timeOff: mentor.timeOff.toReversed(),
        },
        mentorBusy: facts.mentorBusy.toReversed(),
        menteeBusy: facts.menteeBusy.toReversed(),
      };
      expect(slotsOf({ facts: reversed, range })).toEqual(slots);
    }),
    { numRuns: 200 },
  );
});
