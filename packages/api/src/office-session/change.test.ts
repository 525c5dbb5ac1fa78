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
  it("frees the time at once, also for another mentee", async () => {
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

  it("does nothing the second time, and tells the other person that it is over", async () => {
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

  it("cancels once when both people cancel at the same time", async () => {
    const { mentor, mentee, session, input } = await bookedSession(db, as);
    const outcomes = await Promise.allSettled([
      (await as(mentor)).officeSession.cancel(input),
      (await as(mentee)).officeSession.cancel(input),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.auditEvent.count({ where: { targetId: session.id } })).toBe(2);
  });

  it("rejects an outdated version and changes nothing", async () => {
    const { mentee, session } = await bookedSession(db, as);
    await db.officeSession.update({ where: { id: session.id }, data: { version: 7 } });
    expect(
      await refusalOf((await as(mentee)).officeSession.cancel({ id: session.id, version: 1 })),
    ).toMatchObject({ code: "STALE_VERSION" });
    expect(await db.timeClaim.count({ where: { officeSessionId: session.id } })).toBe(2);
  });

  it("counts a cancellation within three hours as late, and rejects one after the start", async () => {
    const { mentee, input } = await bookedSession(db, as);
    const after = await as(mentee, { now: MONDAY_10 });
    expect(await refusalOf(after.officeSession.cancel(input))).toMatchObject({
      code: "INVALID_TRANSITION",
    });
    const late = await as(mentee, { now: new Date(minutesAfter(MONDAY_10, -180).getTime() + 1) });
    expect(await late.officeSession.cancel(input)).toMatchObject({ cancelledLate: true });
  });

  it("requires a reason from a program manager", async () => {
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

/** A session that began eleven minutes ago, with its people as callers at that moment. */
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
  it("is rejected before the start, and frees the claimed time afterwards", async () => {
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
  ] as const)("a %s reports that the %s was absent", async (reporter, noShowParty) => {
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
  ])("is open from and until %s", async (_case, edge) => {
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

  it("contradicting reports become a dispute that only staff can settle", async () => {
    const { mentor, mentee, staff, input } = await underWay();
    await mentor.reportNoShow(input);
    const disputed = await mentee.reportNoShow({ ...input, version: 2 });
    expect(disputed).toMatchObject({ status: "no_show", noShowParty: "mentee", disputed: true });
    expect(disputed.actions).toEqual([]);
    expect((await mentor.byId({ id: input.id })).actions).toEqual([]);

    const ruling = { id: input.id, version: 3, note: "Both logs looked at" };
    const settled = await staff.correct({ ...ruling, absent: null });
    expect(settled).toMatchObject({ status: "completed", noShowParty: null, disputed: false });
    // Nothing more may change.
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

  it("counts one of two opposite simultaneous reports and asks the other to reload", async () => {
    const { mentor, mentee, input } = await underWay();
    const outcomes = await Promise.allSettled([
      mentor.reportNoShow(input),
      mentee.reportNoShow(input),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { disputed } = await mentor.byId({ id: input.id });
    expect(disputed).toBe(false);
  });

  it("staff name the absent person, and their word is final", async () => {
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

describe("officeSession.correct", () => {
  it("turns a completed session into a no-show and back", async () => {
    const { mentor, staff, input } = await underWay();
    await mentor.complete(input);
    const note = "The recording shows an empty room";
    const absent = await staff.correct({ id: input.id, version: 2, note, absent: "mentor" });
    expect(absent).toMatchObject({ status: "no_show", noShowParty: "mentor", changeNote: note });
    const back = await staff.correct({ id: input.id, version: 3, note, absent: null });
    expect(back).toMatchObject({ status: "completed", noShowParty: null });
  });

  it("is only for staff, with a reason, and not for a session that hasn't happened", async () => {
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
  it("is complete for every reader a day after its end, and can still be reported then", async () => {
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
