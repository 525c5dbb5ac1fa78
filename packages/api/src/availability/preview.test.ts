import { createMentee, createUser } from "@sundial/db/factories";
import type { AvailabilityEdit } from "@sundial/validators";
import { DAY, HOUR } from "@sundial/validators/durations";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NOW, testApi } from "../testing/callers.ts";
import { everyDay, mentors } from "../testing/mentors.ts";

const { db, as } = await testApi();
const { mentorWith } = mentors(db);
const mentee = await as(await createMentee(db));
const pm = await as(await createUser(db, { role: "pm" }));

const RANGE = { from: NOW, to: new Date(NOW.getTime() + 60 * DAY) };
const OUTSIDE = new Set<string>(["OUTSIDE_HOURS", "DATE_OVERRIDE", "OFF_GRID", "TIME_OFF"]);
const at = (iso: string) => new Date(iso);
/** A new mentee for each session, because the limit per mentee doesn't matter here. */
async function book(mentor: { id: string }, startsAt: Date, durationMinutes = 60) {
  const caller = await as(await createMentee(db));
  return caller.officeSession.book({
    mentorId: mentor.id,
    startsAt,
    durationMinutes,
    topic: "Something else",
  });
}

const window = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 24 }))
  .map(([start, length]) => ({ startMinute: start * 15, endMinute: (start + length) * 15 }));
const windows = fc.uniqueArray(window, {
  maxLength: 3,
  selector: ({ startMinute }) => startMinute,
});
const days = fc.array(windows, { minLength: 7, maxLength: 7 });
const timeZone = fc.constantFrom(
  "America/New_York",
  "Europe/Berlin",
  "Asia/Kathmandu",
  "Pacific/Auckland",
);
const instant = fc.integer({ min: 1, max: 60 * 24 }).map((hour) => +NOW + hour * HOUR);
const localDate = (firstDay: number, lastDay: number) =>
  fc
    .integer({ min: firstDay, max: lastDay })
    .map((day) => new Date(+NOW + day * DAY).toISOString().slice(0, 10));

const arbitraryEdit: fc.Arbitrary<AvailabilityEdit> = fc.record({
  weekly: fc.record({ timeZone, days }),
  travel: fc
    .tuple(localDate(0, 20), localDate(20, 40), fc.record({ timeZone, days }), fc.boolean())
    .map(([validFrom, validTo, schedule, travels]) =>
      travels ? [{ ...schedule, validFrom, validTo }] : [],
    ),
  overrides: fc.uniqueArray(fc.record({ date: localDate(2, 50), windows }), {
    maxLength: 4,
    selector: ({ date }) => date,
  }),
  timeOff: fc.array(
    fc.tuple(instant, fc.integer({ min: 1, max: 96 })).map(([start, hours]) => ({
      startsAt: new Date(start),
      endsAt: new Date(start + hours * HOUR),
      label: "Away",
    })),
    { maxLength: 2 },
  ),
  settings: fc.record({
    bookingState: fc.constantFrom("open", "paused"),
    pausedUntil: fc.option(instant.map((time) => new Date(time))),
    autoAccept: fc.boolean(),
    location: fc.constant("https://meet.example/room"),
    durations: fc.constantFrom([30], [45], [30, 60]),
    slotStepMinutes: fc.option(fc.constantFrom(15, 30)),
    minNoticeMinutes: fc.constantFrom(0, 240, 2880),
    horizonDays: fc.integer({ min: 1, max: 80 }),
    gapMinutes: fc.constantFrom(0, 10, 30),
    dailyCap: fc.option(fc.integer({ min: 1, max: 3 })),
    weeklyCap: fc.option(fc.integer({ min: 1, max: 6 })),
    activePerMenteeCap: fc.constant(null),
  }),
});

describe("availability.preview", () => {
  it("shows what will be offered after saving, and which sessions will be outside the hours", async () => {
    const { mentor, caller } = await mentorWith({ profile: { slotStepMinutes: 15 } });
    const sessions = await Promise.all(
      [1.5, 8, 8.25, 15.75, 20, 34.5].map((day) => book(mentor, new Date(+NOW + day * DAY))),
    );
    await fc.assert(
      fc.asyncProperty(arbitraryEdit, async (edit) => {
        const previews = await Promise.all(
          edit.settings.durations.map((durationMinutes) =>
            caller.availability.preview({ edit, ...RANGE, durationMinutes }),
          ),
        );
        const { version } = await caller.availability.mine();
        const saved = await caller.availability.update({ ...edit, version });
        expect(await caller.availability.mine()).toEqual(saved);

        for (const { durationMinutes, slots, impact } of previews) {
          const query = { mentorId: mentor.id, ...RANGE, durationMinutes };
          const offered = await mentee.availability.openSlots(query);
          expect(slots.map(({ startsAt }) => startsAt)).toEqual(
            offered.slots.map(({ startsAt }) => startsAt),
          );
          const refused = [];
          for (const { id, startsAt } of sessions) {
            const asked = { mentorId: mentor.id, startsAt, durationMinutes: 60 };
            const { reasons } = await pm.availability.explain(asked);
            const outside = reasons.filter((reason) => OUTSIDE.has(reason));
            if (outside.length > 0) refused.push({ id, reasons: outside });
          }
          expect(impact.outside.map(({ id, reasons }) => ({ id, reasons }))).toEqual(refused);
        }
      }),
      { numRuns: 12 },
    );
  });

  it("flags a booked session outside the new hours and leaves it unchanged", async () => {
    const { mentor, caller, edit } = await mentorWith();
    const session = await book(mentor, at("2027-03-01T10:00:00Z"));
    await book(mentor, at("2027-03-02T10:00:00Z"));
    const noMondays = {
      ...edit,
      weekly: { ...edit.weekly, days: [[], ...edit.weekly.days.slice(1)] },
    };
    const { impact } = await caller.availability.preview({ edit: noMondays, ...RANGE });
    expect(impact.outside).toEqual([
      {
        id: session.id,
        startsAt: session.startsAt,
        endsAt: session.endsAt,
        topic: session.topic,
        mentee: { id: session.mentee.id, name: session.mentee.name },
        reasons: ["OUTSIDE_HOURS"],
        wasOutside: false,
      },
    ]);

    await caller.availability.update({ ...noMondays, version: 1 });
    expect(await caller.officeSession.byId({ id: session.id })).toMatchObject({
      status: "scheduled",
      startsAt: session.startsAt,
      version: session.version,
    });
    expect(await db.timeClaim.count({ where: { officeSessionId: session.id } })).toBe(2);
    const again = await caller.availability.preview({ edit: noMondays, ...RANGE });
    expect(again.impact.outside).toMatchObject([{ id: session.id, wasOutside: true }]);
  });

  it("changing the time zone reinterprets the hours and moves no session", async () => {
    const { mentor, caller, edit } = await mentorWith({
      timeZone: "Europe/Berlin",
      hours: [{ startMinute: 540, endMinute: 720 }],
      profile: { durations: [60] },
    });
    const session = await book(mentor, at("2027-03-01T08:00:00Z"));
    const moved = { ...edit, weekly: { ...edit.weekly, timeZone: "America/New_York" } };
    const monday = { from: at("2027-03-01T00:00:00Z"), to: at("2027-03-02T00:00:00Z") };
    const preview = await caller.availability.preview({ edit: moved, ...monday });
    expect(preview.slots.map(({ startsAt }) => startsAt.toISOString())).toEqual([
      "2027-03-01T14:00:00.000Z",
      "2027-03-01T15:00:00.000Z",
      "2027-03-01T16:00:00.000Z",
    ]);
    expect(preview.removed).toEqual([at("2027-03-01T09:00:00Z"), at("2027-03-01T10:00:00Z")]);
    expect(preview.impact.outside.map(({ id }) => id)).toEqual([session.id]);

    await caller.availability.update({ ...moved, version: 1 });
    const kept = await caller.officeSession.byId({ id: session.id });
    expect(kept.startsAt).toEqual(session.startsAt);
  });

  it("a longer buffer lists the sessions it comes too late for, and applies to new ones", async () => {
    const { mentor, caller, edit } = await mentorWith({ profile: { slotStepMinutes: 30 } });
    const [first] = [
      await book(mentor, at("2027-03-01T10:00:00Z")),
      await book(mentor, at("2027-03-01T11:00:00Z")),
    ];
    const gapped = { ...edit, settings: { ...edit.settings, gapMinutes: 30 } };
    const { impact } = await caller.availability.preview({ edit: gapped, ...RANGE });
    expect(impact.tight.map(({ id }) => id)).toEqual([first.id]);
    expect(impact.outside).toEqual([]);

    await caller.availability.update({ ...gapped, version: 1 });
    const stored = await db.officeSession.findUniqueOrThrow({ where: { id: first.id } });
    expect(stored.blockedUntil).toEqual(first.endsAt);
    const { slots } = await mentee.availability.openSlots({
      mentorId: mentor.id,
      from: at("2027-03-01T08:00:00Z"),
      to: at("2027-03-01T13:00:00Z"),
      durationMinutes: 60,
    });
    // Before the first session, the new gap counts; after the second one, the gap stored at
    // booking.
    expect(slots.map(({ startsAt }) => startsAt.toISOString().slice(11, 16))).toEqual([
      "08:00",
      "08:30",
      "12:00",
      "12:30",
    ]);
  });

  it("sums added and removed time by the weeks of the mentor's calendar", async () => {
    const { caller, edit } = await mentorWith({
      timeZone: "Pacific/Auckland",
      hours: [{ startMinute: 540, endMinute: 660 }],
      profile: { durations: [60] },
    });
    const [, ...others] = edit.weekly.days;
    const later = {
      ...edit,
      weekly: { ...edit.weekly, days: [[{ startMinute: 600, endMinute: 780 }], ...others] },
      overrides: [{ date: "2027-03-10", windows: [] }],
    };
    const { impact } = await caller.availability.preview({ edit: later, ...RANGE });
    expect(impact.weeks).toHaveLength(12);
    // Monday of the current week is over in Auckland.
    expect(impact.weeks.slice(0, 4)).toEqual([
      { monday: "2027-02-22", before: 12, after: 12, gained: 0, lost: 0 },
      { monday: "2027-03-01", before: 14, after: 15, gained: 2, lost: 1 },
      { monday: "2027-03-08", before: 14, after: 13, gained: 2, lost: 3 },
      { monday: "2027-03-15", before: 14, after: 15, gained: 2, lost: 1 },
    ]);
  });

  it("names upcoming clock changes and their effect on that day", async () => {
    const { caller, edit } = await mentorWith({
      timeZone: "America/New_York",
      hours: [{ startMinute: 60, endMinute: 300 }],
      profile: { durations: [60] },
    });
    const same = await caller.availability.preview({ edit, ...RANGE });
    const spring = {
      date: "2027-03-14",
      timeZone: "America/New_York",
      shiftMinutes: 60,
      before: 3,
      after: 3,
      gained: 0,
      lost: 0,
      byClock: -1,
    };
    const autumn = {
      ...spring,
      date: "2027-11-07",
      shiftMinutes: -60,
      before: 5,
      after: 5,
      byClock: 1,
    };
    expect(same.impact.clockChanges).toEqual([spring, autumn]);

    const noSundays = {
      ...edit,
      weekly: { ...edit.weekly, days: [...edit.weekly.days.slice(0, 6), []] },
    };
    const free = await caller.availability.preview({ edit: noSundays, ...RANGE });
    expect(free.impact.clockChanges).toEqual([
      { ...spring, after: 0, lost: 3, byClock: 0 },
      { ...autumn, after: 0, lost: 5, byClock: 0 },
    ]);

    const abroad = {
      ...edit,
      travel: [
        {
          timeZone: "Europe/Berlin",
          days: everyDay({ startMinute: 540, endMinute: 720 }),
          validFrom: "2027-03-10",
          validTo: "2027-03-31",
        },
      ],
    };
    const { impact } = await caller.availability.preview({ edit: abroad, ...RANGE });
    expect(impact.clockChanges).toMatchObject([
      { date: "2027-03-28", timeZone: "Europe/Berlin", after: 3, byClock: 0 },
      { date: "2027-11-07", timeZone: "America/New_York" },
    ]);
  });
});
