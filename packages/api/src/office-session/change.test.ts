import { createMentee, createUser } from "@sundial/db/factories";
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

const DAY = 24 * 60;
const END = minutesAfter(MONDAY_10, 60);

describe("officeSession.cancel", () => {
  it("B12: frees the time at once, also for another mentee", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    const cancelled = await (await as(mentee)).officeSession.cancel({
      id: session.id,
      version: session.version,
      note: "I am ill, sorry",
    });
    expect(cancelled).toMatchObject({
      status: "cancelled",
      cancelReason: "mentee_withdrew",
      changeNote: "I am ill, sorry",
      cancelledLate: false,
      actions: [],
    });
    const events = await db.auditEvent.findMany({
      where: { targetId: session.id },
      orderBy: { seq: "asc" },
    });
    expect(events.map(({ action }) => action)).toEqual([
      "officeSession.booked",
      "officeSession.cancelled",
    ]);
    const next = await (await as(await createMentee(db))).officeSession.book(bookingWith(mentor));
    expect(next.status).toBe("scheduled");
  });

  it("B13: saying it twice is saying it once; the other party hears it is over", async () => {
    const { mentor, mentee, session, input } = await bookedSession(db, as);
    const caller = await as(mentee);
    const [first, second] = await Promise.all([
      caller.officeSession.cancel(input),
      caller.officeSession.cancel(input),
    ]);
    expect(second).toEqual(first);
    expect(await caller.officeSession.cancel(input)).toEqual(first);
    expect(
      await refusalOf(
        (await as(mentor)).officeSession.cancel({ ...input, version: first.version }),
      ),
    ).toMatchObject({ code: "INVALID_TRANSITION" });
    expect(await db.auditEvent.count({ where: { targetId: session.id } })).toBe(2);
  });

  it("of two parties who cancel at once, one does", async () => {
    const { mentor, mentee, session, input } = await bookedSession(db, as);
    const outcomes = await Promise.allSettled([
      (await as(mentor)).officeSession.cancel(input),
      (await as(mentee)).officeSession.cancel(input),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.auditEvent.count({ where: { targetId: session.id } })).toBe(2);
  });

  it("refuses a version that is no longer the newest, and changes nothing", async () => {
    const { mentee, session } = await bookedSession(db, as);
    await db.officeSession.update({ where: { id: session.id }, data: { version: 7 } });
    expect(
      await refusalOf((await as(mentee)).officeSession.cancel({ id: session.id, version: 1 })),
    ).toMatchObject({ code: "STALE_VERSION" });
    expect(await db.timeClaim.count({ where: { officeSessionId: session.id } })).toBe(2);
  });

  it("counts a cancellation within three hours as late, and none after the start", async () => {
    const { mentee, input } = await bookedSession(db, as);
    const after = await as(mentee, { now: MONDAY_10 });
    expect(await refusalOf(after.officeSession.cancel(input))).toMatchObject({
      code: "INVALID_TRANSITION",
    });
    const late = await as(mentee, { now: new Date(minutesAfter(MONDAY_10, -180).getTime() + 1) });
    expect(await late.officeSession.cancel(input)).toMatchObject({ cancelledLate: true });
  });

  it("asks a program manager for a reason", async () => {
    const { input } = await bookedSession(db, as);
    const pm = await as(await createUser(db, { role: "pm" }));
    expect(await refusalOf(pm.officeSession.cancel(input))).toMatchObject({
      code: "INVALID_INPUT",
    });
    expect(await pm.officeSession.cancel({ ...input, note: "Room closed" })).toMatchObject({
      cancelReason: "pm_decision",
    });
  });
});

/** A session that has begun eleven minutes ago, with its people as callers of that moment. */
async function underWay() {
  const booked = await bookedSession(db, as);
  const now = minutesAfter(MONDAY_10, 11);
  const pm = await createUser(db, { role: "pm" });
  return {
    ...booked,
    mentor: (await as(booked.mentor, { now })).officeSession,
    mentee: (await as(booked.mentee, { now })).officeSession,
    staff: (await as(pm, { now })).officeSession,
  };
}

describe("officeSession.complete", () => {
  it("B13: is refused before the start, and frees the time claims after it", async () => {
    const { mentor, mentee, input } = await bookedSession(db, as);
    const early = await as(mentor, { now: minutesAfter(MONDAY_10, -1) });
    expect(await refusalOf(early.officeSession.complete(input))).toMatchObject({
      code: "INVALID_TRANSITION",
    });
    const now = MONDAY_10;
    expect(
      await refusalOf((await as(mentee, { now })).officeSession.complete(input)),
    ).toMatchObject({ code: "FORBIDDEN" });
    const completed = await (await as(mentor, { now })).officeSession.complete(input);
    expect(completed).toMatchObject({ status: "completed", version: 2, settledAt: null });
    await expectPromisesKept(db);
  });
});

describe("officeSession.reportNoShow", () => {
  it.each([
    ["mentor", "mentee"],
    ["mentee", "mentor"],
  ] as const)("T10, T11: a %s says that the %s was absent", async (reporter, noShowParty) => {
    const { input, [reporter]: caller } = await underWay();
    const reported = await caller.reportNoShow(input);
    expect(reported).toMatchObject({ status: "no_show", noShowParty, disputed: false });
    expect(await refusalOf(caller.reportNoShow({ ...input, version: 2 }))).toMatchObject({
      code: "INVALID_TRANSITION",
    });
    await expectPromisesKept(db);
  });

  it.each([
    ["ten minutes after the start", minutesAfter(MONDAY_10, 10)],
    ["seven days after the end", minutesAfter(END, 7 * DAY)],
  ])("B36: counts from and to %s", async (_case, edge) => {
    const [inside, outside] =
      edge < END ? [edge, new Date(edge.getTime() - 1)] : [new Date(edge.getTime() - 1), edge];
    const { mentor, input } = await bookedSession(db, as);
    const outsider = await as(mentor, { now: outside });
    expect(await refusalOf(outsider.officeSession.reportNoShow(input))).toMatchObject({
      code: "INVALID_TRANSITION",
    });
    const insider = await as(mentor, { now: inside });
    expect(await insider.officeSession.reportNoShow(input)).toMatchObject({ status: "no_show" });
  });

  it("B37: contradicting reports are a dispute, which only staff settle", async () => {
    const { mentor, mentee, staff, input } = await underWay();
    await mentor.reportNoShow(input);
    const disputed = await mentee.reportNoShow({ ...input, version: 2 });
    expect(disputed).toMatchObject({ status: "no_show", noShowParty: "mentee", disputed: true });
    expect(disputed.actions).toEqual([]);
    expect((await mentor.byId({ id: input.id })).actions).toEqual([]);

    const ruling = { id: input.id, version: 3, note: "Both logs looked at" };
    const settled = await staff.correct({ ...ruling, absent: null });
    expect(settled).toMatchObject({ status: "completed", noShowParty: null, disputed: false });
    // The last word has been said.
    for (const party of [mentor, mentee]) {
      expect((await party.byId({ id: input.id })).actions).toEqual([]);
    }
    const event = await db.auditEvent.findFirst({
      where: { targetId: input.id, action: "officeSession.corrected" },
    });
    expect(event).toMatchObject({
      reason: "Both logs looked at",
      before: { status: "no_show", noShowParty: "mentee", disputed: true },
      after: { status: "completed" },
    });
  });

  it("of two opposite reports at once, one counts and the other reloads first", async () => {
    const { mentor, mentee, input } = await underWay();
    const outcomes = await Promise.allSettled([
      mentor.reportNoShow(input),
      mentee.reportNoShow(input),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { disputed } = await mentor.byId({ id: input.id });
    expect(disputed).toBe(false);
  });

  it("lets staff say whom they mean, as the last word", async () => {
    const { mentee, staff, input } = await underWay();
    const report = { ...input, note: "Neither answered the phone" };
    expect(await refusalOf(staff.reportNoShow(report))).toMatchObject({ code: "INVALID_INPUT" });
    expect(await staff.reportNoShow({ ...report, absent: "both" })).toMatchObject({
      status: "no_show",
      noShowParty: "both",
      actions: ["correct"],
    });
    expect((await mentee.byId({ id: input.id })).actions).toEqual([]);
  });
});

describe("T12: officeSession.correct", () => {
  it("turns a completed session into a no-show and back", async () => {
    const { mentor, staff, input } = await underWay();
    await mentor.complete(input);
    const note = "The recording shows an empty room";
    const absent = await staff.correct({ id: input.id, version: 2, note, absent: "mentor" });
    expect(absent).toMatchObject({ status: "no_show", noShowParty: "mentor", changeNote: note });
    const back = await staff.correct({ id: input.id, version: 3, note, absent: null });
    expect(back).toMatchObject({ status: "completed", noShowParty: null });
  });

  it("is for staff, with a reason, and not for what has not happened", async () => {
    const { mentor, staff, input } = await underWay();
    const correction = { ...input, note: "Because", absent: "mentee" as const };
    expect(await refusalOf(mentor.correct(correction))).toMatchObject({ code: "FORBIDDEN" });
    expect(await refusalOf(staff.correct({ ...correction, note: "" }))).toMatchObject({
      code: "ZodError",
    });
    expect(await refusalOf(staff.correct(correction))).toMatchObject({
      code: "INVALID_TRANSITION",
    });
  });
});

describe("a session that is over", () => {
  it("is complete a day after its end, for all who look, and can then still be reported", async () => {
    const { mentor, mentee, input } = await bookedSession(db, as);
    const now = minutesAfter(END, DAY);
    const [hers, his] = [await as(mentee, { now }), await as(mentor, { now })];
    expect(await hers.officeSession.byId({ id: input.id })).toMatchObject({
      status: "completed",
      actions: ["reportNoShow"],
    });
    expect(await his.officeSession.reportNoShow(input)).toMatchObject({ status: "no_show" });
  });
});
