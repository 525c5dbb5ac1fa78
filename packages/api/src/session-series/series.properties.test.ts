import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { localDate } from "@sundial/validators/time";
import { nextMinuteOfDay } from "@sundial/validators/wall-clock";
import fc from "fast-check";
import { expect, test } from "vitest";
import { NOW, testApi } from "../testing/callers.ts";
import { expectPromisesKept, minutesAfter } from "../testing/office-sessions.ts";
import { outcomesOf } from "../testing/races.ts";
import { SERIES } from "../testing/session-series.ts";

const { db, owner, as } = await testApi();

await owner.programSettings.update({ where: { id: 1 }, data: { maxActiveSessions: 20 } });
const staff = await as(await createUser(db, { role: "pm" }));

const DAY = 1440;
const FAR = minutesAfter(NOW, 365 * DAY);

/** Clocks change in these zones within the weeks of the series. */
const ZONES = ["America/New_York", "Europe/Berlin", "Africa/Cairo", "Asia/Kolkata"] as const;

const mentorOf = fc.record({
  timeZone: fc.constantFrom(...ZONES),
  from: fc.integer({ min: 12, max: 36 }),
  length: fc.integer({ min: 2, max: 12 }),
  gapMinutes: fc.constantFrom(0, 15, 45),
  slotStepMinutes: fc.constantFrom(null, 15, 30),
  weeklyCap: fc.constantFrom(null, 1, 2),
  dailyCap: fc.constantFrom(null, 1),
  horizonDays: fc.constantFrom(20, 60, 365),
  minNoticeMinutes: fc.constantFrom(0, 2 * DAY),
});

const busy = fc.array(
  fc.record({
    week: fc.integer({ min: 0, max: 7 }),
    minutes: fc.integer({ min: -6, max: 6 }).map((each) => each * 15),
    who: fc.constantFrom("mentor", "mentee", "timeOff"),
  }),
  { maxLength: 5 },
);

const wish = fc.record({
  day: fc.integer({ min: 0, max: 20 }),
  /** Into the mentor's hours, or at any time. */
  quarter: fc.oneof(
    fc.record({ ofHours: fc.integer({ min: 0, max: 8 }) }),
    fc.record({ ofDay: fc.integer({ min: 0, max: 95 }) }),
  ),
  everyWeeks: fc.constantFrom<1 | 2>(1, 2),
  count: fc.integer({ min: 2, max: 8 }),
});

type Rules = typeof mentorOf extends fc.Arbitrary<infer Value> ? Value : never;
type Wish = typeof wish extends fc.Arbitrary<infer Value> ? Value : never;

function firstOf({ timeZone, from }: Rules, { day, quarter }: Pick<Wish, "day" | "quarter">): Date {
  if ("ofDay" in quarter) return minutesAfter(NOW, day * DAY + quarter.ofDay * 15);
  const midnight = new Date(`${localDate(minutesAfter(NOW, day * DAY), timeZone)}T00:00Z`);
  return nextMinuteOfDay(from * 30 + quarter.ofHours * 15, midnight, timeZone);
}

test("a preview says of each session whether it could be booked alone, one after the other", async () => {
  let bookable = 0;
  await fc.assert(
    fc.asyncProperty(mentorOf, busy, wish, async (rules, taken, { day, quarter, ...pattern }) => {
      const { timeZone, from, length, ...profile } = rules;
      const window = { startMinute: from * 30, endMinute: Math.min((from + length) * 30, 1440) };
      const mentor = await createMentor(db, { timeZone, hours: [window], profile });
      const mentee = await createMentee(db);
      const first = firstOf(rules, { day, quarter });
      for (const { week, minutes, who } of taken) {
        const startsAt = minutesAfter(first, week * 7 * DAY + minutes);
        const endsAt = minutesAfter(startsAt, 60);
        if (who === "timeOff") {
          await db.timeOff.create({ data: { mentorId: mentor.id, startsAt, endsAt } });
        } else {
          const userId = who === "mentor" ? mentor.id : mentee.id;
          const hold = { kind: "hold", userId, startsAt, endsAt, expiresAt: FAR } as const;
          const overlap = { userId, startsAt: { lt: endsAt }, endsAt: { gt: startsAt } };
          if ((await db.timeClaim.count({ where: overlap })) > 0) continue;
          await db.timeClaim.create({ data: hold });
        }
      }
      const people = { mentorId: mentor.id, menteeId: mentee.id };
      const { occurrences } = await staff.sessionSeries.previewOnBehalf({
        ...people,
        ...pattern,
        startsAt: first,
        durationMinutes: SERIES.durationMinutes,
      });
      const alone = [];
      for (const { startsAt } of occurrences) {
        const booking = { ...SERIES, ...people, startsAt, reason: "A trial" };
        const [outcome] = await outcomesOf([() => staff.officeSession.bookOnBehalf(booking)]);
        alone.push(outcome === "ok");
      }
      expect(occurrences.map(({ reasons }) => reasons.length === 0)).toEqual(alone);
      bookable += alone.filter(Boolean).length;
    }),
    { numRuns: 40 },
  );
  expect(bookable).toBeGreaterThan(0);
});

test("the alternatives of a preview can be booked in place of what can't, all at once", async () => {
  await fc.assert(
    fc.asyncProperty(mentorOf, wish, async (rules, { day, quarter, ...pattern }) => {
      const { timeZone, from, length, ...profile } = rules;
      const window = { startMinute: from * 30, endMinute: Math.min((from + length) * 30, 1440) };
      const mentor = await createMentor(db, { timeZone, hours: [window], profile });
      const mentee = await createMentee(db);
      const people = { mentorId: mentor.id, menteeId: mentee.id };
      const { occurrences } = await staff.sessionSeries.previewOnBehalf({
        ...people,
        ...pattern,
        startsAt: firstOf(rules, { day, quarter }),
        durationMinutes: SERIES.durationMinutes,
      });
      const startsAt = occurrences.flatMap(({ startsAt, reasons, alternatives }) =>
        reasons.length === 0 ? [startsAt] : alternatives.slice(0, 1),
      );
      // A cap of the week may allow only one of two alternatives.
      if (startsAt.length < 2 || rules.weeklyCap !== null || rules.dailyCap !== null) return;
      const booked = await staff.sessionSeries.bookOnBehalf({
        ...SERIES,
        ...people,
        startsAt,
        reason: "A trial",
      });
      expect(booked.sessions).toHaveLength(startsAt.length);
    }),
    { numRuns: 20 },
  );
  await expectPromisesKept(db);
});
