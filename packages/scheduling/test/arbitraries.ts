import fc from "fast-check";
import type { BookingFacts, DayWindow, Interval, MentorAvailability, Schedule } from "../src/index";
import { at, DAY, HOUR, MINUTE } from "./build";

/** Places, and UTC dates around which their clocks change, or just don't. */
const places = [
  ["America/New_York", "2027-03-14"],
  ["America/New_York", "2027-11-07"],
  ["Asia/Beirut", "2027-03-28"],
  ["Asia/Beirut", "2027-10-30"],
  ["America/Havana", "2027-03-14"],
  ["America/Havana", "2027-11-07"],
  ["America/Santiago", "2027-04-04"],
  ["America/Santiago", "2027-09-05"],
  ["Australia/Lord_Howe", "2027-04-04"],
  ["Australia/Lord_Howe", "2027-10-03"],
  ["Pacific/Chatham", "2027-04-03"],
  ["Pacific/Apia", "2011-12-30"],
  ["Antarctica/Troll", "2027-10-31"],
  ["Africa/Casablanca", "2027-02-07"],
  ["America/St_Johns", "2010-11-07"],
  ["Asia/Kathmandu", "2027-03-01"],
  ["Europe/London", "2027-01-01"],
  ["Pacific/Kiritimati", "2026-12-31"],
] as const;

const dayWindow: fc.Arbitrary<DayWindow> = fc
  .record({
    startMinute: fc.oneof(fc.integer({ min: 0, max: 287 }), fc.integer({ min: 0, max: 47 })),
    length: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 288 })),
  })
  .map(({ startMinute, length }) => ({
    startMinute: startMinute * 5,
    endMinute: (startMinute + length) * 5,
  }));

const rules = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 7 }), dayWindow).map(([weekday, window]) => ({
    weekday,
    ...window,
  })),
  { minLength: 4, maxLength: 12 },
);

const dateAround = (base: number) =>
  fc
    .integer({ min: -2, max: 2 })
    .map((days) => new Date(base + days * DAY).toISOString().slice(0, 10));

function schedulesAround(timeZone: string, base: number): fc.Arbitrary<Schedule[]> {
  const settled = rules.map((weekly) => [
    { timeZone, validFrom: null, validTo: null, rules: weekly },
  ]);
  const travelling = fc
    .record({
      before: rules,
      after: rules,
      moves: fc.integer({ min: -1, max: 1 }),
      other: fc.constantFrom(...places.map(([zone]) => zone)),
      isLeaving: fc.boolean(),
    })
    .map(({ before, after, moves, other, isLeaving }) => {
      const date = (offset: number) => new Date(base + offset * DAY).toISOString().slice(0, 10);
      const [first, second] = isLeaving ? [timeZone, other] : [other, timeZone];
      return [
        { timeZone: second, validFrom: date(moves), validTo: null, rules: after },
        { timeZone: first, validFrom: null, validTo: date(moves - 1), rules: before },
      ];
    });
  return fc.oneof({ weight: 3, arbitrary: settled }, { weight: 1, arbitrary: travelling });
}

function intervalsAround(base: number, maxLength: number): fc.Arbitrary<Interval[]> {
  const interval = fc
    .record({
      start: fc.integer({ min: -4 * 288, max: 5 * 288 }),
      length: fc.integer({ min: 1, max: 36 }),
      isOdd: fc.boolean(),
    })
    .map(({ start, length, isOdd }) => {
      const from = base + start * 5 * MINUTE + (isOdd ? 12_345 : 0);
      return { start: from, end: from + length * 5 * MINUTE };
    });
  return fc.array(interval, { maxLength });
}

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof(fc.constant(null), arbitrary);

function mentorAround(timeZone: string, base: number): fc.Arbitrary<MentorAvailability> {
  return fc.record({
    schedules: schedulesAround(timeZone, base),
    overrides: fc.uniqueArray(
      fc.record({
        date: dateAround(base),
        windows: fc.array(dayWindow, { maxLength: 2 }),
      }),
      { maxLength: 2, selector: ({ date }) => date },
    ),
    timeOff: intervalsAround(base, 2),
    durations: fc.constantFrom([30, 60], [20, 25, 30, 45, 60, 90], [20, 25, 30, 45, 60, 90]),
    slotStep: orNull(fc.constantFrom(5, 10, 15, 25, 30, 60, 90)),
    gap: fc.constantFrom(0, 0, 5, 30),
    minNotice: fc.constantFrom(0, 0, 60, 600),
    needsAnswer: fc.boolean(),
    horizonDays: fc.constantFrom(1, 3, 60, 60),
    dailyCap: orNull(fc.integer({ min: 1, max: 2 })),
    weeklyCap: orNull(fc.integer({ min: 1, max: 4 })),
    unavailable: fc.constantFrom(null, null, null, null, null, null, "PAUSED", "PAUSED", "CLOSED"),
    pausedUntil: orNull(fc.integer({ min: -24, max: 48 }).map((hours) => base + hours * HOUR)),
  });
}

export type Scenario = { facts: BookingFacts; range: Interval };

/**
 * A mentor, a mentee and a moment around an interesting date of a place, and a range of two days.
 */
export const scenario: fc.Arbitrary<Scenario> = fc.constantFrom(...places).chain(([zone, date]) => {
  const base = at(`${date}T00:00Z`);
  return fc
    .record({
      mentor: mentorAround(zone, base),
      mentorBusy: intervalsAround(base, 6).map((claims) =>
        claims.map((claim, index) => ({ ...claim, counts: index % 3 !== 2 })),
      ),
      menteeBusy: intervalsAround(base, 3),
      now: fc.oneof(
        fc.integer({ min: -72, max: -24 }).map((hours) => base + hours * HOUR),
        fc.integer({ min: -24 * HOUR, max: 24 * HOUR }).map((offset) => base + offset),
      ),
      duration: fc.constantFrom(20, 25, 30, 45, 60, 90),
      firstHour: fc.integer({ min: -30, max: 6 }),
    })
    .map(({ firstHour, ...facts }) => {
      const start = base + firstHour * HOUR;
      return { facts, range: { start, end: start + 2 * DAY } };
    });
});
