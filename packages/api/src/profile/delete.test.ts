import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { afterEach, describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";
import {
  bookedSession,
  bookingWith,
  expectPromisesKept,
  minutesAfter,
} from "../testing/office-sessions.ts";
import { outcomesOf, roundsOf } from "../testing/races.ts";

const { db, as } = await testApi();

const newMentor = {
  kind: "mentor" as const,
  headline: "Back after a break",
  bio: "Rested, and glad to help once more.",
  languages: ["en"],
  expertise: ["Testing"],
};

afterEach(async () => {
  await expectPromisesKept(db);
});

describe("profile.delete", () => {
  it.each(["mentor", "mentee"] as const)(
    "a %s with upcoming sessions can't delete it, and nothing changes",
    async (kind) => {
      const { mentor, mentee, session } = await bookedSession(db, as);
      const caller = await as(kind === "mentor" ? mentor : mentee);
      expect(await refusalOf(caller.profile.delete({ kind }))).toEqual({
        code: "HAS_FUTURE_SESSIONS",
        details: { count: 1, ids: [session.id] },
      });
      expect(await db.mentorProfile.count({ where: { userId: mentor.id } })).toBe(1);
      expect(await db.officeSession.findUnique({ where: { id: session.id } })).toMatchObject({
        status: "scheduled",
      });
    },
  );

  it("leaves no trace, and the profile can be created again", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    const now = minutesAfter(session.endsAt, 60);
    const [his, hers] = [await as(mentor, { now }), await as(mentee, { now })];
    await his.officeSession.complete({ id: session.id, version: 1 });
    await his.profile.delete({ kind: "mentor" });

    const missing = await refusalOf(hers.mentor.byId({ id: "nobody" }));
    expect(await refusalOf(hers.mentor.byId({ id: mentor.id }))).toEqual(missing);
    expect(await refusalOf(hers.profile.byId({ id: mentor.id }))).toEqual(missing);
    expect(await refusalOf(hers.officeSession.book(bookingWith(mentor)))).toEqual(missing);
    expect(await refusalOf(his.profile.delete({ kind: "mentor" }))).toEqual(missing);
    expect((await his.profile.me()).mentorProfile).toBeNull();
    expect(await db.availabilitySchedule.count({ where: { mentorId: mentor.id } })).toBe(0);
    // History keeps the name, because the person still exists.
    expect(await hers.officeSession.byId({ id: session.id })).toMatchObject({
      status: "completed",
      mentor: { id: mentor.id, name: mentor.name },
    });

    const made = await his.profile.create(newMentor);
    expect(made.mentorProfile).toMatchObject({ headline: newMentor.headline, version: 1 });
    expect(await hers.mentor.byId({ id: mentor.id })).toMatchObject({ id: mentor.id });
    const events = await db.auditEvent.findMany({
      where: { targetId: mentor.id, targetType: "user" },
      orderBy: { seq: "asc" },
      select: { action: true, before: true },
    });
    expect(events).toEqual([
      { action: "profile.deleted", before: { kind: "mentor" } },
      { action: "profile.created", before: null },
    ]);
  });

  it.each(roundsOf(process.env.RACES))(
    "round %d: one of a deletion and a simultaneous booking succeeds",
    async () => {
      const [mentor, mentee] = [await createMentor(db), await createMentee(db)];
      const [his, hers] = [await as(mentor), await as(mentee)];
      const [deleted, booked] = await outcomesOf([
        () => his.profile.delete({ kind: "mentor" }),
        () => hers.officeSession.book(bookingWith(mentor)),
      ]);
      expect([
        ["ok", "NOT_FOUND"],
        ["HAS_FUTURE_SESSIONS", "ok"],
      ]).toContainEqual([deleted, booked]);
    },
  );
});

describe("profile.forceDelete", () => {
  it("staff delete it with a reason, upcoming sessions are cancelled and both people notified", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    const pm = await createUser(db, { role: "pm" });
    const caller = await as(pm);
    const input = { userId: mentor.id, kind: "mentor" as const, reason: "Left the program" };
    await caller.profile.forceDelete(input);
    expect(await db.officeSession.findUnique({ where: { id: session.id } })).toMatchObject({
      status: "cancelled",
      cancelReason: "pm_decision",
      cancelledById: pm.id,
    });
    const mails = await db.emailOutbox.findMany({
      where: { officeSessionId: session.id, template: "officeSession.cancelled" },
    });
    expect(mails.map(({ recipient }) => recipient).sort()).toEqual(
      [mentor.email, mentee.email].sort(),
    );
    const [event] = await db.auditEvent.findMany({
      where: { action: "profile.deleted", targetId: mentor.id },
    });
    expect(event).toMatchObject({
      actorId: pm.id,
      reason: input.reason,
      after: { sessionsCancelled: 1 },
    });
    expect(await db.auditEvent.count({ where: { groupId: event?.groupId ?? "" } })).toBe(2);
    expect(await refusalOf(caller.profile.forceDelete(input))).toMatchObject({ code: "NOT_FOUND" });
  });

  it("is only for staff", async () => {
    const mentor = await createMentor(db);
    const caller = await as(await createMentee(db));
    const input = { userId: mentor.id, kind: "mentor" as const, reason: "I want to" };
    expect(await refusalOf(caller.profile.forceDelete(input))).toMatchObject({ code: "FORBIDDEN" });
  });
});
