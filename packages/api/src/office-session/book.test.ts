import { createMentee, createMentor } from "@sundial/db/factories";
import { slotConflict } from "@sundial/validators";
import { describe, expect, it } from "vitest";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";
import { bookingWith, MONDAY_10, minutesAfter } from "../testing/office-sessions.ts";

const { db, as, asVisitor } = await testApi();

describe("officeSession.book", () => {
  it("books an open slot with its claims and its audit event", async () => {
    const [mentor, mentee] = [
      await createMentor(db, { profile: { gapMinutes: 15, location: "https://meet.example/a" } }),
      await createMentee(db, { timeZone: "Asia/Tokyo" }),
    ];
    const session = await (await as(mentee)).officeSession.book(bookingWith(mentor));

    expect(session).toMatchObject({
      status: "scheduled",
      startsAt: MONDAY_10,
      endsAt: minutesAfter(MONDAY_10, 60),
      location: "https://meet.example/a",
      actions: ["reschedule", "cancel", "edit"],
    });
    const claims = await db.timeClaim.findMany({ where: { officeSessionId: session.id } });
    expect(Object.fromEntries(claims.map((claim) => [claim.userId, claim.endsAt]))).toEqual({
      [mentor.id]: minutesAfter(MONDAY_10, 75),
      [mentee.id]: minutesAfter(MONDAY_10, 60),
    });
    const events = await db.auditEvent.findMany({ where: { targetId: session.id } });
    expect(events).toMatchObject([
      { action: "officeSession.booked", actorId: mentee.id, actorRole: "mentee" },
    ]);
  });

  it("gives a slot to one of 50 people who book it at once, and suggests alternatives to 49", async () => {
    const mentor = await createMentor(db);
    const mentees = await Promise.all(Array.from({ length: 50 }, () => createMentee(db)));
    const outcomes = await Promise.all(
      mentees.map(async (mentee) => {
        const caller = await as(mentee);
        return caller.officeSession.book(bookingWith(mentor)).then(
          () => ({ code: "BOOKED", details: undefined }),
          (error) => refusalOf(Promise.reject(error)),
        );
      }),
    );
    const refused = outcomes.filter(({ code }) => code === "SLOT_TAKEN");
    expect(outcomes.filter(({ code }) => code === "BOOKED")).toHaveLength(1);
    expect(refused).toHaveLength(49);
    for (const { details } of refused) {
      expect(slotConflict.parse(details).alternatives).toHaveLength(3);
    }
    expect(await db.officeSession.count({ where: { mentorId: mentor.id } })).toBe(1);
    expect(await db.timeClaim.count({ where: { userId: mentor.id } })).toBe(1);
  });

  it("books one of two overlapping starts requested at once", async () => {
    const mentor = await createMentor(db, { profile: { slotStepMinutes: 30 } });
    const [first, second] = [await as(await createMentee(db)), await as(await createMentee(db))];
    const outcomes = await Promise.allSettled([
      first.officeSession.book(bookingWith(mentor)),
      second.officeSession.book(bookingWith(mentor, { startsAt: minutesAfter(MONDAY_10, 30) })),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.officeSession.count({ where: { mentorId: mentor.id } })).toBe(1);
  });

  it("books one of two mentors a mentee requests for the same time, and returns MENTEE_BUSY", async () => {
    const [one, other] = [await createMentor(db), await createMentor(db)];
    const caller = await as(await createMentee(db));
    const outcomes = await Promise.allSettled([
      caller.officeSession.book(bookingWith(one)),
      caller.officeSession.book(bookingWith(other)),
    ]);
    const lost = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(lost).toHaveLength(1);
    expect(await refusalOf(Promise.reject(lost[0]?.reason))).toMatchObject({ code: "MENTEE_BUSY" });
  });

  it("is guaranteed by a constraint, not just by the check before it", async () => {
    const [mentor, mentee] = [await createMentor(db), await createMentee(db)];
    const claim = { userId: mentor.id, kind: "hold", expiresAt: NOW } as const;
    const at = (startsAt: Date) => ({ ...claim, startsAt, endsAt: minutesAfter(startsAt, 60) });
    await db.timeClaim.create({ data: at(MONDAY_10) });
    await expect(db.timeClaim.create({ data: at(minutesAfter(MONDAY_10, 30)) })).rejects.toThrow();
    // Half-open: back to back is allowed, and so is the same time for another person.
    await db.timeClaim.create({ data: at(minutesAfter(MONDAY_10, 60)) });
    await db.timeClaim.create({ data: { ...at(MONDAY_10), userId: mentee.id } });
  });

  it.each([
    ["off the grid", { startsAt: minutesAfter(MONDAY_10, 7) }, "OFF_GRID"],
    ["in the past", { startsAt: minutesAfter(NOW, -24 * 60) }, "PAST"],
    ["outside the hours", { startsAt: new Date("2027-03-01T20:00:00Z") }, "OUTSIDE_HOURS"],
    ["of a length not offered", { durationMinutes: 45 }, "DURATION_NOT_OFFERED"],
    ["beyond the horizon", { startsAt: new Date("2037-03-02T10:00:00Z") }, "BEYOND_HORIZON"],
  ])("rejects a start %s", async (_case, overrides, reason) => {
    const mentor = await createMentor(db, { hours: [{ startMinute: 540, endMinute: 1020 }] });
    const caller = await as(await createMentee(db));
    const refusal = await refusalOf(caller.officeSession.book(bookingWith(mentor, overrides)));
    expect(refusal.code).toBe("SLOT_NOT_OFFERED");
    expect(slotConflict.parse(refusal.details).reasons).toContain(reason);
    expect(await db.officeSession.count({ where: { mentorId: mentor.id } })).toBe(0);
  });

  it("asks for a profile first, and hides mentors who are not in the directory", async () => {
    const mentor = await createMentor(db);
    const closed = await createMentor(db, { profile: { bookingState: "closed" } });
    const suspended = await createMentor(db, { user: { status: "suspended" } });
    const mentee = await createMentee(db);
    const caller = await as(mentee);
    for (const hidden of [closed, suspended, { id: "nobody" }]) {
      expect(await refusalOf(caller.officeSession.book(bookingWith(hidden)))).toEqual({
        code: "NOT_FOUND",
        details: undefined,
      });
    }
    await db.menteeProfile.delete({ where: { userId: mentee.id } });
    expect(await refusalOf(caller.officeSession.book(bookingWith(mentor)))).toMatchObject({
      code: "PROFILE_REQUIRED",
    });
  });

  it("tells a paused mentor's slot from a taken one", async () => {
    const mentor = await createMentor(db, { profile: { bookingState: "paused" } });
    const caller = await as(await createMentee(db));
    expect(await refusalOf(caller.officeSession.book(bookingWith(mentor)))).toMatchObject({
      code: "SLOT_UNAVAILABLE",
    });
  });

  it("is only for active mentees", async () => {
    const mentor = await createMentor(db);
    const inactive = await createMentee(db, { status: "inactive" });
    expect(await refusalOf(asVisitor().officeSession.book(bookingWith(mentor)))).toMatchObject({
      code: "UNAUTHORIZED",
    });
    expect(
      await refusalOf((await as(mentor)).officeSession.book(bookingWith(mentor))),
    ).toMatchObject({
      code: "FORBIDDEN",
    });
    expect(
      await refusalOf((await as(inactive)).officeSession.book(bookingWith(mentor))),
    ).toMatchObject({ code: "ACCOUNT_INACTIVE" });
  });

  it("can book whatever the list offers, for every viewer", async () => {
    const mentor = await createMentor(db, {
      timeZone: "Asia/Kathmandu",
      hours: [{ startMinute: 540, endMinute: 720 }],
      profile: { durations: [60] },
    });
    const [first, second] = [await createMentee(db), await createMentee(db)];
    const range = {
      mentorId: mentor.id,
      from: new Date("2027-03-01T00:00:00Z"),
      to: new Date("2027-03-02T00:00:00Z"),
    };
    const offered = await (await as(first)).availability.openSlots(range);
    expect(offered.slots.map(({ startsAt }) => startsAt.toISOString())).toEqual([
      "2027-03-01T03:15:00.000Z",
      "2027-03-01T04:15:00.000Z",
      "2027-03-01T05:15:00.000Z",
    ]);
    expect(await (await as(second)).availability.openSlots(range)).toEqual(offered);
    for (const { startsAt } of offered.slots) {
      await (await as(second)).officeSession.book(bookingWith(mentor, { startsAt }));
    }
    expect((await (await as(first)).availability.openSlots(range)).slots).toEqual([]);
  });

  it("marks slots that overlap the viewer's own sessions and still offers them to others", async () => {
    const [mentor, other] = [await createMentor(db), await createMentor(db)];
    const [mentee, free] = [await as(await createMentee(db)), await as(await createMentee(db))];
    await mentee.officeSession.book(bookingWith(other));
    const range = {
      mentorId: mentor.id,
      from: MONDAY_10,
      to: minutesAfter(MONDAY_10, 120),
      durationMinutes: 60,
    };
    expect((await mentee.availability.openSlots(range)).slots).toEqual([
      { startsAt: MONDAY_10, youAreBusy: true },
      { startsAt: minutesAfter(MONDAY_10, 60), youAreBusy: false },
    ]);
    expect((await free.availability.openSlots(range)).slots).toEqual([
      { startsAt: MONDAY_10, youAreBusy: false },
      { startsAt: minutesAfter(MONDAY_10, 60), youAreBusy: false },
    ]);
  });
});
