import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { afterEach, describe, expect, it } from "vitest";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";
import {
  bookedSession,
  bookingWith,
  expectPromisesKept,
  MONDAY_10,
  minutesAfter,
} from "../testing/office-sessions.ts";
import { frontDoor } from "../testing/sign-in.ts";

const { db, as } = await testApi();
const door = frontDoor(db);

const admin = await createUser(db, { role: "admin" });
const REASON = "Asked three people for money";

const suspension = (version = 1) => ({ version, status: "suspended" as const, reason: REASON });

/** A mentor with an upcoming scheduled session and a request, with one mentee each. */
async function mentorWithTwoAhead() {
  const { mentor, mentee, session } = await bookedSession(db, as);
  await db.mentorProfile.update({ where: { userId: mentor.id }, data: { autoAccept: false } });
  const other = await createMentee(db);
  const request = await (await as(other)).officeSession.book(
    bookingWith(mentor, { startsAt: minutesAfter(MONDAY_10, 120) }),
  );
  return { mentor, mentee, other, session, request };
}

afterEach(async () => {
  await expectPromisesKept(db);
});

describe("a suspension", () => {
  it("cancels upcoming sessions in one transaction with one group of events", async () => {
    const { mentor, session, request } = await mentorWithTwoAhead();
    const caller = await as(admin);
    expect(await caller.member.changeStatus({ id: mentor.id, ...suspension() })).toMatchObject({
      status: "suspended",
      statusReason: REASON,
      statusChangedAt: NOW,
      version: 2,
    });

    const rows = await db.officeSession.findMany({ where: { mentorId: mentor.id } });
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row).toMatchObject({
        status: "cancelled",
        cancelReason: "party_suspended",
        cancelledAt: NOW,
        cancelledById: null,
        cancelledLate: false,
        changeNote: "",
        version: 2,
        calendarSequence: 1,
      });
    }
    expect(await db.timeClaim.count({ where: { userId: mentor.id } })).toBe(0);

    const [event] = await db.auditEvent.findMany({
      where: { action: "member.statusChanged", targetId: mentor.id },
    });
    expect(event).toMatchObject({
      actorId: admin.id,
      reason: REASON,
      before: { status: "active" },
      after: { status: "suspended", sessionsCancelled: 2, calendarFeedsRevoked: 0 },
    });
    const group = await db.auditEvent.findMany({
      where: { groupId: event?.groupId ?? "" },
      select: { action: true, targetId: true },
      orderBy: { seq: "asc" },
    });
    expect(group).toEqual([
      { action: "officeSession.cancelled", targetId: session.id },
      { action: "officeSession.cancelled", targetId: request.id },
      { action: "member.statusChanged", targetId: mentor.id },
    ]);
  });

  it("frees the slot for others and the time of both people", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    await (await as(admin)).member.changeStatus({ id: mentee.id, ...suspension() });
    const next = await (await as(await createMentee(db))).officeSession.book(bookingWith(mentor));
    expect(next.startsAt).toEqual(session.startsAt);
  });

  it("notifies only the other person, without the reason or who was suspended", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    await (await as(admin)).member.changeStatus({ id: mentor.id, ...suspension() });
    const mails = await db.emailOutbox.findMany({
      where: { officeSessionId: session.id, template: "officeSession.cancelled" },
    });
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({
      recipient: mentee.email,
      officeSessionVersion: 2,
      data: { recipientId: mentee.id },
    });

    const seen = await (await as(mentee)).officeSession.byId({ id: session.id });
    expect(seen).toMatchObject({
      status: "cancelled",
      cancelReason: "pm_decision",
      changeNote: "",
    });
    expect(JSON.stringify(seen)).not.toMatch(/suspend|money/);
    expect(await (await as(admin)).officeSession.byId({ id: session.id })).toMatchObject({
      cancelReason: "party_suspended",
    });
  });

  it("leaves sessions that have started or ended unchanged", async () => {
    const { mentor, session } = await bookedSession(db, as);
    const during = minutesAfter(session.startsAt, 10);
    const caller = await as(admin, { now: during });
    await caller.member.changeStatus({ id: mentor.id, ...suspension() });
    expect(await db.officeSession.findUnique({ where: { id: session.id } })).toMatchObject({
      status: "scheduled",
      version: 1,
    });
    // The other party reports how it ended.
    const staff = await as(admin, { now: minutesAfter(session.endsAt, 10) });
    expect(
      await staff.officeSession.reportNoShow({
        id: session.id,
        version: 1,
        note: "The mentor was taken out of it",
        absent: "mentor",
      }),
    ).toMatchObject({ status: "no_show" });
  });

  it("ends every way in on the next request, even for an admin", async () => {
    const other = await createUser(db, { role: "admin" });
    await door.givePassword(other);
    const { cookie } = await door.signIn(other);
    expect(await door.sessionOf(cookie)).toMatchObject({ id: other.id, role: "admin" });
    const { authEpoch } = await db.user.findUniqueOrThrow({ where: { id: other.id } });

    await (await as(admin)).member.changeStatus({ id: other.id, ...suspension(other.version) });
    expect(await door.sessionOf(cookie)).toBeNull();
    expect(await db.session.count({ where: { userId: other.id } })).toBe(0);
    expect((await door.signIn(other)).status).toBe(403);
    const after = await db.user.findUniqueOrThrow({ where: { id: other.id } });
    expect(after.authEpoch).toBeGreaterThan(authEpoch);

    const banned = await as(other);
    const refusal = await refusalOf(
      banned.member.changeStatus({ id: admin.id, ...suspension(admin.version) }),
    );
    expect(refusal.code).toBe("ACCOUNT_SUSPENDED");
  });

  it("revokes calendar feeds permanently", async () => {
    const { mentor } = await bookedSession(db, as);
    await (await as(mentor)).calendar.createFeed();
    const caller = await as(admin);
    await caller.member.changeStatus({ id: mentor.id, ...suspension() });
    await caller.member.changeStatus({
      id: mentor.id,
      version: 2,
      status: "active",
      reason: "Sorry",
    });
    expect(await db.calendarFeed.findMany({ where: { userId: mentor.id } })).toMatchObject([
      { revokedAt: NOW },
    ]);
  });

  it("lifting it restores the account but no session", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    const caller = await as(admin);
    await caller.member.changeStatus({ id: mentee.id, ...suspension() });
    await caller.member.changeStatus({
      id: mentee.id,
      version: 2,
      status: "active",
      reason: "It was somebody else",
    });
    const back = await as(mentee);
    expect(await back.officeSession.byId({ id: session.id })).toMatchObject({
      status: "cancelled",
    });
    expect(await back.officeSession.book(bookingWith(mentor))).toMatchObject({
      status: "scheduled",
    });
    expect(await db.user.findUnique({ where: { id: mentee.id } })).toMatchObject({
      status: "active",
      statusReason: null,
    });
  });

  it("previews which sessions it would cancel and how many people that affects", async () => {
    const { mentor, mentee, other, session, request } = await mentorWithTwoAhead();
    const caller = await as(admin);
    expect(await caller.member.previewSuspension({ id: mentor.id })).toMatchObject({
      people: 2,
      sessions: [
        { id: session.id, status: "scheduled", with: { id: mentee.id, name: mentee.name } },
        { id: request.id, status: "requested", with: { id: other.id } },
      ],
    });
    expect(await caller.member.previewSuspension({ id: admin.id })).toEqual({
      people: 0,
      sessions: [],
    });
  });
});

describe("an inactive person", () => {
  it("can read and leave sessions and keeps upcoming ones, but can't book or be booked", async () => {
    const { mentor, mentee, session, input } = await bookedSession(db, as);
    const caller = await as(admin);
    const inactive = { version: 1, status: "inactive" as const, reason: "On parental leave" };
    await caller.member.changeStatus({ id: mentor.id, ...inactive });
    await caller.member.changeStatus({ id: mentee.id, ...inactive });

    const her = await as(mentee);
    expect((await her.officeSession.list({})).items).toMatchObject([{ id: session.id }]);
    expect(await her.officeSession.byId({ id: session.id })).toMatchObject({
      status: "scheduled",
      actions: ["cancel"],
    });
    const elsewhere = bookingWith(await createMentor(db));
    expect(await refusalOf(her.officeSession.book(elsewhere))).toMatchObject({
      code: "ACCOUNT_INACTIVE",
    });
    const stranger = await as(await createMentee(db));
    expect(await refusalOf(stranger.officeSession.book(bookingWith(mentor)))).toMatchObject({
      code: "NOT_FOUND",
    });
    const pm = await as(await createUser(db, { role: "pm" }));
    expect(await pm.member.byId({ id: mentor.id })).toMatchObject({
      status: "inactive",
      statusReason: "On parental leave",
      futureSessionCount: 1,
    });
    expect(await her.officeSession.cancel(input)).toMatchObject({ status: "cancelled" });
  });
});

describe("member.changeStatus", () => {
  it("is only for admins, and never for oneself", async () => {
    const mentee = await createMentee(db);
    for (const role of ["mentee", "mentor", "pm"] as const) {
      const caller = await as(await createUser(db, { role }));
      const refusal = await refusalOf(
        caller.member.changeStatus({ id: mentee.id, ...suspension() }),
      );
      expect(refusal.code, role).toBe("FORBIDDEN");
    }
    const caller = await as(admin);
    for (const status of ["inactive", "suspended"] as const) {
      const own = { id: admin.id, version: admin.version, status, reason: "Tired" };
      expect(await refusalOf(caller.member.changeStatus(own))).toMatchObject({ code: "FORBIDDEN" });
    }
  });

  it("rejects an outdated version, the current status, an unknown person, and a missing reason", async () => {
    const mentee = await createMentee(db);
    const caller = await as(admin);
    const input = { id: mentee.id, ...suspension() };
    expect(await refusalOf(caller.member.changeStatus({ ...input, version: 2 }))).toEqual({
      code: "STALE_VERSION",
      details: { version: 1 },
    });
    expect(
      await refusalOf(caller.member.changeStatus({ ...input, status: "active" })),
    ).toMatchObject({ code: "INVALID_TRANSITION" });
    expect(await refusalOf(caller.member.changeStatus({ ...input, id: "nobody" }))).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await refusalOf(caller.member.changeStatus({ ...input, reason: "  " }))).toMatchObject({
      code: "ZodError",
    });
    expect(await db.user.findUnique({ where: { id: mentee.id } })).toMatchObject({
      status: "active",
      version: 1,
    });
  });
});
