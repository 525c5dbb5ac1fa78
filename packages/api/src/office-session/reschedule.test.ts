import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { slotConflict } from "@sundial/validators";
import { MINUTE } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";
import {
  bookedSession,
  bookingWith,
  expectPromisesKept,
  MONDAY_10,
  minutesAfter,
} from "../testing/office-sessions.ts";

const { db, as } = await testApi();

const QUARTERS = { profile: { slotStepMinutes: 15 } };
const NEXT_HOUR = minutesAfter(MONDAY_10, 60);

describe("officeSession.reschedule", () => {
  it("moves the same session with its claims, and updates calendars", async () => {
    const { mentor, mentee, session, input } = await bookedSession(db, as, {
      mentor: { profile: { gapMinutes: 10 } },
    });
    const startsAt = minutesAfter(MONDAY_10, 180);
    const moved = await (await as(mentee)).officeSession.reschedule({
      ...input,
      startsAt,
      note: "School run",
    });
    expect(moved).toMatchObject({
      id: session.id,
      status: "scheduled",
      startsAt,
      endsAt: minutesAfter(startsAt, 60),
      version: 2,
      menteeMoves: 1,
      mentorMoves: 0,
      movedById: mentee.id,
      movedFrom: MONDAY_10,
      changeNote: "School run",
      topic: session.topic,
    });
    expect(await db.officeSession.findUnique({ where: { id: session.id } })).toMatchObject({
      blockedUntil: minutesAfter(startsAt, 70),
      calendarSequence: 1,
    });
    expect(await db.officeSession.count({ where: { mentorId: mentor.id } })).toBe(1);
    await expectPromisesKept(db);
    const event = await db.auditEvent.findFirst({
      where: { targetId: session.id, action: "officeSession.rescheduled" },
    });
    expect(event).toMatchObject({
      actorId: mentee.id,
      reason: null,
      before: { startsAt: MONDAY_10.toISOString() },
      after: { startsAt: startsAt.toISOString() },
    });
    // The old time is free again.
    await (await as(await createMentee(db))).officeSession.book(bookingWith(mentor));
  });

  it("to a taken time is rejected, and the old time stays held", async () => {
    const { mentor, mentee, session, input } = await bookedSession(db, as);
    const rival = await as(await createMentee(db));
    await rival.officeSession.book(bookingWith(mentor, { startsAt: NEXT_HOUR }));
    const caller = await as(mentee);
    const move = { ...input, startsAt: NEXT_HOUR };
    const refusal = await refusalOf(caller.officeSession.reschedule(move));
    expect(refusal.code).toBe("SLOT_TAKEN");
    expect(slotConflict.parse(refusal.details).alternatives).toHaveLength(3);
    expect(await caller.officeSession.byId({ id: session.id })).toEqual(session);
    expect(await refusalOf(rival.officeSession.book(bookingWith(mentor)))).toMatchObject({
      code: "SLOT_TAKEN",
    });
    await expectPromisesKept(db);
  });

  it("by fifteen minutes is allowed although it overlaps its own old time", async () => {
    const { mentor, input } = await bookedSession(db, as, { mentor: QUARTERS });
    const startsAt = minutesAfter(MONDAY_10, 15);
    const caller = await as(mentor);
    expect(await caller.officeSession.reschedule({ ...input, startsAt })).toMatchObject({
      startsAt,
      mentorMoves: 1,
    });
    await expectPromisesKept(db);
  });

  it("rejects an outdated version and a cancelled session", async () => {
    const { mentee, input } = await bookedSession(db, as);
    const { officeSession } = await as(mentee);
    await officeSession.reschedule({ ...input, startsAt: NEXT_HOUR });
    const again = { ...input, startsAt: minutesAfter(MONDAY_10, 120) };
    expect(await refusalOf(officeSession.reschedule(again))).toEqual({
      code: "STALE_VERSION",
      details: { version: 2 },
    });
    await officeSession.cancel({ id: input.id, version: 2 });
    expect(await refusalOf(officeSession.reschedule({ ...again, version: 3 }))).toMatchObject({
      code: "INVALID_TRANSITION",
    });
    expect(await db.officeSession.count({ where: { menteeId: mentee.id } })).toBe(1);
  });

  it("does not count itself towards the mentor's caps", async () => {
    const mentor = { profile: { dailyCap: 1, weeklyCap: 1 } };
    const { mentee, input } = await bookedSession(db, as, { mentor });
    const { officeSession } = await as(mentee);
    const move = { ...input, startsAt: NEXT_HOUR };
    expect(await officeSession.reschedule(move)).toMatchObject({ startsAt: NEXT_HOUR });
  });

  it("keeps a length that is no longer offered", async () => {
    const { mentor, mentee, input } = await bookedSession(db, as);
    await db.mentorProfile.update({ where: { userId: mentor.id }, data: { durations: [30] } });
    const { officeSession } = await as(mentee);
    const moved = await officeSession.reschedule({ ...input, startsAt: NEXT_HOUR });
    expect(moved.endsAt).toEqual(minutesAfter(NEXT_HOUR, 60));
  });

  it("rejects what the engine rejects, the current time, and overlaps with the mentee's sessions", async () => {
    const { mentor, mentee, input } = await bookedSession(db, as, { mentor: QUARTERS });
    const { officeSession } = await as(mentee);
    await officeSession.book(bookingWith(await createMentor(db), { startsAt: NEXT_HOUR }));
    const to = (startsAt: Date) => refusalOf(officeSession.reschedule({ ...input, startsAt }));
    expect(await to(minutesAfter(MONDAY_10, -7))).toMatchObject({ code: "SLOT_NOT_OFFERED" });
    expect(await to(MONDAY_10)).toMatchObject({ code: "INVALID_INPUT" });
    expect(await to(NEXT_HOUR)).toMatchObject({ code: "MENTEE_BUSY" });
    const his = await as(mentor);
    expect(
      await refusalOf(his.officeSession.reschedule({ ...input, startsAt: NEXT_HOUR })),
    ).toMatchObject({ code: "MENTEE_BUSY" });
  });

  it("is open to the mentee until the notice begins, three times at most", async () => {
    const { mentor, mentee, input } = await bookedSession(db, as, {
      mentor: { profile: { minNoticeMinutes: 120 } },
    });
    const cutoff = minutesAfter(MONDAY_10, -120);
    const late = await as(mentee, { now: cutoff });
    const away = minutesAfter(MONDAY_10, 1440);
    expect(
      await refusalOf(late.officeSession.reschedule({ ...input, startsAt: away })),
    ).toMatchObject({ code: "INVALID_TRANSITION" });
    const { officeSession } = await as(mentee);
    for (const version of [1, 2, 3]) {
      const startsAt = minutesAfter(MONDAY_10, 60 * version);
      await officeSession.reschedule({ id: input.id, version, startsAt });
    }
    const fourth = { id: input.id, version: 4, startsAt: MONDAY_10 };
    expect(await refusalOf(officeSession.reschedule(fourth))).toMatchObject({
      code: "INVALID_TRANSITION",
    });
    // The mentor has not moved it yet.
    expect(await (await as(mentor)).officeSession.reschedule(fourth)).toMatchObject({ version: 5 });
  });

  it("lets the mentee cancel after a mentor's move without counting as late", async () => {
    const { mentor, mentee, input } = await bookedSession(db, as, { mentor: QUARTERS });
    const now = minutesAfter(MONDAY_10, -60);
    const [his, hers] = [await as(mentor, { now }), await as(mentee, { now })];
    await his.officeSession.reschedule({ ...input, startsAt: minutesAfter(MONDAY_10, 15) });
    const cancelled = await hers.officeSession.cancel({ id: input.id, version: 2 });
    expect(cancelled).toMatchObject({ status: "cancelled", cancelledLate: false });
  });

  it("is open to staff with a reason, and counts for neither person", async () => {
    const { input } = await bookedSession(db, as);
    const { officeSession } = await as(await createUser(db, { role: "pm" }));
    const move = { ...input, startsAt: NEXT_HOUR };
    expect(await refusalOf(officeSession.reschedule(move))).toMatchObject({
      code: "INVALID_INPUT",
    });
    expect(await officeSession.reschedule({ ...move, note: "Fire drill" })).toMatchObject({
      menteeMoves: 0,
      mentorMoves: 0,
      changeNote: "Fire drill",
    });
  });
});

describe("officeSession.openSlots", () => {
  it("names the first start after an empty range, ignoring the session's own time", async () => {
    const { mentee, session } = await bookedSession(db, as, {
      mentor: { hours: [{ startMinute: 600, endMinute: 660 }] },
    });
    const { officeSession } = await as(mentee);
    const range = { from: minutesAfter(MONDAY_10, -60), to: MONDAY_10 };
    expect(await officeSession.openSlots({ id: session.id, ...range })).toMatchObject({
      slots: [],
      nextStart: minutesAfter(MONDAY_10, 24 * 60),
    });
  });

  it("lists times a move can take: around its own time, and free for both", async () => {
    const { mentee, mentor, session } = await bookedSession(db, as, { mentor: QUARTERS });
    const { officeSession } = await as(mentee);
    await officeSession.book(
      bookingWith(await createMentor(db), { startsAt: minutesAfter(MONDAY_10, 120) }),
    );
    const range = { from: minutesAfter(MONDAY_10, -15), to: minutesAfter(MONDAY_10, 120) };
    const { durationMinutes, slots } = await officeSession.openSlots({ id: session.id, ...range });
    expect(durationMinutes).toBe(60);
    const minutes = slots.map(
      ({ startsAt }) => (startsAt.getTime() - MONDAY_10.getTime()) / MINUTE,
    );
    // Not 0, the current start; not 75 to 105, which would overlap the mentee's other session.
    expect(minutes).toEqual([-15, 15, 30, 45, 60]);
    expect(await (await as(mentor)).officeSession.openSlots({ id: session.id, ...range })).toEqual({
      availabilityVersion: 1,
      durationMinutes,
      slots,
      nextStart: null,
    });
    const stranger = await as(await createMentee(db));
    expect(
      await refusalOf(stranger.officeSession.openSlots({ id: session.id, ...range })),
    ).toMatchObject({ code: "NOT_FOUND" });
  });
});
