import { randomUUID } from "node:crypto";
import { createMentee, createMentor } from "@sundial/db/factories";
import { afterEach, describe, expect, it } from "vitest";
import { sweepOfficeSessions } from "../index.ts";
import { NOW, testApi } from "../testing/callers.ts";
import {
  bookedSession,
  bookingWith,
  expectPromisesKept,
  MONDAY_10,
  minutesAfter,
} from "../testing/office-sessions.ts";
import { outcomesOf, roundsOf } from "../testing/races.ts";

const { db, as } = await testApi();

/** The default of the program's settings. */
const MAX_ACTIVE_SESSIONS = 5;
const HALF_HOURS = { profile: { slotStepMinutes: 30 } };
const NEXT_HOUR = minutesAfter(MONDAY_10, 60);

const someMentees = (count: number) =>
  Promise.all(Array.from({ length: count }, async () => as(await createMentee(db))));

const count = (outcomes: unknown[], outcome: string) =>
  outcomes.filter((each) => each === outcome).length;

afterEach(async () => {
  await expectPromisesKept(db);
});

describe.each(roundsOf(process.env.RACES))("round %d", () => {
  it("gives one slot to one of many mentees", async () => {
    const mentor = await createMentor(db);
    const mentees = await someMentees(10);
    const outcomes = await outcomesOf(
      mentees.map((caller) => () => caller.officeSession.book(bookingWith(mentor))),
    );
    expect([count(outcomes, "ok"), count(outcomes, "SLOT_TAKEN")]).toEqual([1, 9]);
  });

  it("books one of several overlapping starts of a mentor", async () => {
    const mentor = await createMentor(db, HALF_HOURS);
    const mentees = await someMentees(3);
    const outcomes = await outcomesOf(
      mentees.map((caller, index) => () => {
        const startsAt = minutesAfter(MONDAY_10, 30 * (index % 2));
        return caller.officeSession.book(bookingWith(mentor, { startsAt }));
      }),
    );
    expect([count(outcomes, "ok"), count(outcomes, "SLOT_TAKEN")]).toEqual([1, 2]);
  });

  it("books one of several mentors a mentee requests for one time", async () => {
    const mentors = await Promise.all([1, 2, 3].map(() => createMentor(db, HALF_HOURS)));
    const caller = await as(await createMentee(db));
    const outcomes = await outcomesOf(
      mentors.map((mentor, index) => () => {
        const startsAt = minutesAfter(MONDAY_10, 30 * (index % 2));
        return caller.officeSession.book(bookingWith(mentor, { startsAt }));
      }),
    );
    expect([count(outcomes, "ok"), count(outcomes, "MENTEE_BUSY")]).toEqual([1, 2]);
  });

  it("never gives a slot away twice while its session is cancelled or moved", async () => {
    for (const leave of ["cancel", "reschedule"] as const) {
      const { mentor, mentee, session, input } = await bookedSession(db, as);
      const leaving = await as(mentee);
      const rivals = await someMentees(3);
      const [left, ...booked] = await outcomesOf([
        () =>
          leave === "cancel"
            ? leaving.officeSession.cancel(input)
            : leaving.officeSession.reschedule({ ...input, startsAt: NEXT_HOUR }),
        ...rivals.map((caller) => () => caller.officeSession.book(bookingWith(mentor))),
      ]);
      expect(left).toBe("ok");
      expect(count(booked, "ok")).toBeLessThanOrEqual(1);
      const there = await db.officeSession.count({
        where: { mentorId: mentor.id, status: "scheduled", startsAt: MONDAY_10 },
      });
      expect(there).toBe(count(booked, "ok"));
      expect(await db.officeSession.findUnique({ where: { id: session.id } })).toMatchObject(
        leave === "cancel" ? { status: "cancelled" } : { startsAt: NEXT_HOUR },
      );
    }
  });

  it("creates one session for many retries with one key", async () => {
    const mentor = await createMentor(db);
    const mentee = await createMentee(db);
    const caller = await as(mentee);
    const input = bookingWith(mentor, { idempotencyKey: randomUUID() });
    const sessions = await Promise.all([1, 2, 3, 4, 5].map(() => caller.officeSession.book(input)));
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(1);
    expect(await db.officeSession.count({ where: { menteeId: mentee.id } })).toBe(1);
  });

  it("makes only one of two moves, or of a move and a cancellation, of a session", async () => {
    const { mentor, mentee, input } = await bookedSession(db, as);
    const [his, hers] = [await as(mentor), await as(mentee)];
    const moves = await outcomesOf([
      () => his.officeSession.reschedule({ ...input, startsAt: NEXT_HOUR }),
      () => hers.officeSession.reschedule({ ...input, startsAt: minutesAfter(MONDAY_10, 120) }),
    ]);
    expect([count(moves, "ok"), count(moves, "STALE_VERSION")]).toEqual([1, 1]);
    const next = { id: input.id, version: 2 };
    const [moved, cancelled] = await outcomesOf([
      () => his.officeSession.reschedule({ ...next, startsAt: minutesAfter(MONDAY_10, 240) }),
      () => hers.officeSession.cancel(next),
    ]);
    expect([moved, cancelled].filter((outcome) => outcome === "ok")).toHaveLength(1);
  });

  it("keeps a mentee within the limit when they book more mentors than it allows", async () => {
    const mentors = await Promise.all(
      Array.from({ length: MAX_ACTIVE_SESSIONS + 1 }, () => createMentor(db)),
    );
    const caller = await as(await createMentee(db));
    const outcomes = await outcomesOf(
      mentors.map((mentor, hour) => () => {
        const startsAt = minutesAfter(MONDAY_10, 60 * hour);
        return caller.officeSession.book(bookingWith(mentor, { startsAt }));
      }),
    );
    expect([count(outcomes, "ok"), count(outcomes, "LIMIT_REACHED")]).toEqual([
      MAX_ACTIVE_SESSIONS,
      1,
    ]);
  });

  it("gives a slot to either a move or a booking, and nobody loses what they had", async () => {
    const { mentor, mentee, session, input } = await bookedSession(db, as);
    const caller = await as(mentee);
    const [rival] = await someMentees(1);
    const [moved, booked] = await outcomesOf([
      () => caller.officeSession.reschedule({ ...input, startsAt: NEXT_HOUR }),
      async () => rival?.officeSession.book(bookingWith(mentor, { startsAt: NEXT_HOUR })),
    ]);
    expect([moved, booked].sort()).toEqual(["SLOT_TAKEN", "ok"]);
    expect(await caller.officeSession.byId({ id: session.id })).toMatchObject({
      status: "scheduled",
      startsAt: moved === "ok" ? NEXT_HOUR : MONDAY_10,
    });
  });

  it("lets two sessions swap times at once without a deadlock", async () => {
    const first = await bookedSession(db, as);
    const mentee = await as(await createMentee(db));
    const second = await mentee.officeSession.book(
      bookingWith(first.mentor, { startsAt: NEXT_HOUR }),
    );
    const outcomes = await outcomesOf([
      async () =>
        (await as(first.mentee)).officeSession.reschedule({ ...first.input, startsAt: NEXT_HOUR }),
      () => mentee.officeSession.reschedule({ id: second.id, version: 1, startsAt: MONDAY_10 }),
    ]);
    expect(outcomes).toEqual(["SLOT_TAKEN", "SLOT_TAKEN"]);
  });

  it("moves a session onto part of its own time while others want the rest", async () => {
    const { mentor, mentee, input } = await bookedSession(db, as, { mentor: HALF_HOURS });
    const caller = await as(mentee);
    const rivals = await someMentees(2);
    const [moved, ...booked] = await outcomesOf([
      () => caller.officeSession.reschedule({ ...input, startsAt: minutesAfter(MONDAY_10, 30) }),
      ...rivals.map((rival) => () => {
        const startsAt = minutesAfter(MONDAY_10, -30);
        return rival.officeSession.book(bookingWith(mentor, { startsAt }));
      }),
    ]);
    expect(moved).toBe("ok");
    // The half hour before becomes free when the session moves, and only one of them can book it.
    expect(count(booked, "ok")).toBeLessThanOrEqual(1);
  });

  it("keeps a request consistent when an answer, the sweep and a rival booking meet its expiry", async () => {
    const byHand = { profile: { autoAccept: false } };
    const { mentor, session, input } = await bookedSession(db, as, { mentor: byHand });
    const expiry = session.expiresAt ?? NOW;
    const his = await as(mentor, { now: new Date(expiry.getTime() - 1) });
    const rival = await as(await createMentee(db), { now: expiry });
    const [approved, booked] = await outcomesOf([
      () => his.officeSession.approve(input),
      () => rival.officeSession.book(bookingWith(mentor)),
      () => sweepOfficeSessions({ db, now: expiry }),
    ]);
    const { status } = await db.officeSession.findUniqueOrThrow({ where: { id: session.id } });
    expect(status).toBe(approved === "ok" ? "scheduled" : "expired");
    expect(booked).toBe(approved === "ok" ? "SLOT_TAKEN" : "ok");
  });
});
