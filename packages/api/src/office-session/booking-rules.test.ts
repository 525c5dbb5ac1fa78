import { randomUUID } from "node:crypto";
import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { slotConflict } from "@sundial/validators";
import { describe, expect, it } from "vitest";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";
import { everyDay } from "../testing/mentors.ts";
import {
  bookedSession,
  bookingWith,
  expectPromisesKept,
  MONDAY_10,
  minutesAfter,
} from "../testing/office-sessions.ts";

const { db, as } = await testApi();

const DAY = 24 * 60;
/** The default of the program's settings. */
const MAX_ACTIVE_SESSIONS = 5;

describe("a retried booking", () => {
  it("returns the same session to twenty simultaneous retries and writes it once", async () => {
    const [mentor, mentee] = [await createMentor(db), await createMentee(db)];
    const caller = await as(mentee);
    const input = bookingWith(mentor, { idempotencyKey: randomUUID() });
    const sessions = await Promise.all(
      Array.from({ length: 20 }, () => caller.officeSession.book(input)),
    );
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(1);
    expect(await db.officeSession.count({ where: { menteeId: mentee.id } })).toBe(1);
    expect(await db.auditEvent.count({ where: { actorId: mentee.id } })).toBe(1);
    expect(await caller.officeSession.book(input)).toEqual(sessions[0]);
  });

  it("is rejected with different details, and names the existing session", async () => {
    const [mentor, mentee] = [await createMentor(db), await createMentee(db)];
    const caller = await as(mentee);
    const input = bookingWith(mentor, { idempotencyKey: randomUUID() });
    const { id } = await caller.officeSession.book(input);
    const other = { ...input, topic: "Something else" };
    expect(await refusalOf(caller.officeSession.book(other))).toEqual({
      code: "IDEMPOTENCY_MISMATCH",
      details: { officeSessionId: id },
    });
    expect(await db.officeSession.count({ where: { menteeId: mentee.id } })).toBe(1);
  });

  it("finds its session even if the mentor takes no bookings anymore", async () => {
    const [mentor, mentee] = [await createMentor(db), await createMentee(db)];
    const caller = await as(mentee);
    const input = bookingWith(mentor, { idempotencyKey: randomUUID() });
    const { id } = await caller.officeSession.book(input);
    const profile = { where: { userId: mentor.id }, data: { bookingState: "closed" } } as const;
    await db.mentorProfile.update(profile);
    expect(await caller.officeSession.book(input)).toMatchObject({ id });
  });

  it("leaves the key free after a failure, for other people, and after a day", async () => {
    const mentor = await createMentor(db);
    const [mentee, other] = [await createMentee(db), await createMentee(db)];
    const idempotencyKey = randomUUID();
    const at = (startsAt: Date) => bookingWith(mentor, { startsAt, idempotencyKey });
    const caller = await as(mentee);
    expect(await refusalOf(caller.officeSession.book(at(minutesAfter(NOW, -60))))).toMatchObject({
      code: "SLOT_NOT_OFFERED",
    });
    const first = await caller.officeSession.book(at(MONDAY_10));
    const theirs = await (await as(other)).officeSession.book(at(minutesAfter(MONDAY_10, 60)));
    const tomorrow = await as(mentee, { now: minutesAfter(NOW, DAY) });
    const again = await tomorrow.officeSession.book(at(minutesAfter(MONDAY_10, 120)));
    expect(new Set([first.id, theirs.id, again.id]).size).toBe(3);
  });
});

describe("a mentee's limit", () => {
  it("applies across all mentors, even in parallel", async () => {
    const mentors = await Promise.all(
      Array.from({ length: MAX_ACTIVE_SESSIONS + 2 }, () => createMentor(db)),
    );
    const mentee = await createMentee(db);
    const caller = await as(mentee);
    const outcomes = await Promise.all(
      mentors.map((mentor, hour) =>
        caller.officeSession
          .book(bookingWith(mentor, { startsAt: minutesAfter(MONDAY_10, 60 * hour) }))
          .then(
            () => "BOOKED",
            (error) => refusalOf(Promise.reject(error)).then(({ code }) => code),
          ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === "BOOKED")).toHaveLength(MAX_ACTIVE_SESSIONS);
    expect(outcomes.filter((outcome) => outcome === "LIMIT_REACHED")).toHaveLength(2);

    // Past sessions don't count.
    const later = await as(mentee, { now: minutesAfter(MONDAY_10, DAY) });
    const [mentor] = mentors;
    if (mentor === undefined) throw new Error("no mentor");
    await later.officeSession.book(
      bookingWith(mentor, { startsAt: minutesAfter(MONDAY_10, 2 * DAY) }),
    );
  });

  it("can be set by the mentor, and the error names it", async () => {
    const mentor = await createMentor(db, { profile: { activePerMenteeCap: 1 } });
    const [mentee, other] = [await createMentee(db), await createMentee(db)];
    const caller = await as(mentee);
    const session = await caller.officeSession.book(bookingWith(mentor));
    const next = bookingWith(mentor, { startsAt: minutesAfter(MONDAY_10, 60) });
    expect(await refusalOf(caller.officeSession.book(next))).toEqual({
      code: "LIMIT_REACHED",
      details: { limit: 1 },
    });
    await (await as(other)).officeSession.book(next);
    await caller.officeSession.cancel({ id: session.id, version: session.version });
    await caller.officeSession.book(
      bookingWith(mentor, { startsAt: minutesAfter(MONDAY_10, 120) }),
    );
  });
});

describe("who may be booked, and by whom", () => {
  it("a person who is both mentor and mentee is in one place at a time", async () => {
    const [mentor, both] = [await createMentor(db), await createMentor(db)];
    await db.menteeProfile.create({
      data: {
        userId: both.id,
        experienceLevel: "senior",
        goals: "Learn to teach",
        interests: ["Testing"],
        weeklyHours: "under_two",
        learningStyle: "discussion",
      },
    });
    const staff = await as(await createUser(db, { role: "pm" }));
    const onBehalf = { ...bookingWith(mentor), menteeId: both.id, reason: "They asked by phone" };
    const booked = await (await as(await createMentee(db))).officeSession.book(bookingWith(both));
    expect(await refusalOf(staff.officeSession.bookOnBehalf(onBehalf))).toMatchObject({
      code: "MENTEE_BUSY",
    });
    await staff.officeSession.cancel({ id: booked.id, version: 1, note: "Moved" });
    await staff.officeSession.bookOnBehalf(onBehalf);
    const rival = await as(await createMentee(db));
    expect(await refusalOf(rival.officeSession.book(bookingWith(both)))).toMatchObject({
      code: "SLOT_TAKEN",
    });
  });

  it("checks again on submit, whatever was offered before", async () => {
    const mentor = await createMentor(db);
    const caller = await as(await createMentee(db));
    const range = { mentorId: mentor.id, from: MONDAY_10, to: minutesAfter(MONDAY_10, 60) };
    expect((await caller.availability.openSlots(range)).slots).not.toEqual([]);
    await db.timeOff.create({
      data: { mentorId: mentor.id, startsAt: MONDAY_10, endsAt: minutesAfter(MONDAY_10, 30) },
    });
    const refusal = await refusalOf(caller.officeSession.book(bookingWith(mentor)));
    expect(refusal.code).toBe("SLOT_UNAVAILABLE");
    const { reasons, alternatives } = slotConflict.parse(refusal.details);
    // Why the mentor is away stays private.
    expect(reasons).toEqual(["MENTOR_UNAVAILABLE"]);
    expect(alternatives).toHaveLength(3);
  });

  it("tells hours that changed since they were listed from a start never offered", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    const [caller, mover] = [await as(await createMentee(db)), await as(mentee)];
    const startsAt = minutesAfter(MONDAY_10, 120);
    const range = { from: startsAt, to: minutesAfter(startsAt, 60) };
    const listed = await caller.availability.openSlots({ mentorId: mentor.id, ...range });
    const moves = await mover.officeSession.openSlots({ id: session.id, ...range });
    const seen = { availabilityVersion: listed.availabilityVersion };
    const booking = { ...bookingWith(mentor, { startsAt }), ...seen };
    const offGrid = { ...booking, startsAt: minutesAfter(startsAt, 7) };
    expect(await refusalOf(caller.officeSession.book(offGrid))).toMatchObject({
      code: "SLOT_NOT_OFFERED",
    });

    const own = await as(mentor);
    const { edit, version } = await own.availability.mine();
    const days = everyDay({ startMinute: 1200, endMinute: 1320 });
    await own.availability.update({ ...edit, version, weekly: { timeZone: "UTC", days } });

    const refusal = await refusalOf(caller.officeSession.book(booking));
    expect(refusal).toMatchObject({
      code: "SLOT_UNAVAILABLE",
      details: { reasons: ["OUTSIDE_HOURS"] },
    });
    expect(slotConflict.parse(refusal.details).alternatives).toHaveLength(3);
    const { availabilityVersion } = moves;
    const move = { id: session.id, version: 1, startsAt, availabilityVersion };
    expect(await refusalOf(mover.officeSession.reschedule(move))).toMatchObject({
      code: "SLOT_UNAVAILABLE",
    });

    const past = { ...booking, startsAt: minutesAfter(NOW, -60) };
    const newer = { ...booking, availabilityVersion: booking.availabilityVersion + 1 };
    for (const never of [past, newer]) {
      expect(await refusalOf(caller.officeSession.book(never))).toMatchObject({
        code: "SLOT_NOT_OFFERED",
      });
    }
  });

  it("an edit of the hours keeps a booked session and flags it", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    const staff = await as(await createUser(db, { role: "pm" }));
    const insiders = [await as(mentor), staff];
    for (const { availability } of insiders) {
      expect(await availability.sessionsOutside({ mentorId: mentor.id })).toEqual([]);
    }
    await db.availabilityRule.deleteMany({ where: { schedule: { mentorId: mentor.id } } });
    for (const { availability } of insiders) {
      expect(await availability.sessionsOutside({ mentorId: mentor.id })).toEqual([
        { id: session.id, reasons: ["OUTSIDE_HOURS"] },
      ]);
    }
    const { availability } = await as(mentee);
    expect(await refusalOf(availability.sessionsOutside({ mentorId: mentor.id }))).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await (await as(mentee)).officeSession.byId({ id: session.id })).toEqual(session);
    await expectPromisesKept(db);
  });

  it("an inactive person keeps bookings, but can neither book nor be booked", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    const inactive = { status: "inactive" } as const;
    await db.user.update({ where: { id: mentor.id }, data: inactive });
    const caller = await as(mentee);
    expect(await caller.officeSession.byId({ id: session.id })).toMatchObject({
      status: "scheduled",
    });
    const next = bookingWith(mentor, { startsAt: minutesAfter(MONDAY_10, 120) });
    expect(await refusalOf(caller.officeSession.book(next))).toMatchObject({ code: "NOT_FOUND" });
    const move = { id: session.id, version: 1, startsAt: minutesAfter(MONDAY_10, 120) };
    expect(await refusalOf(caller.officeSession.reschedule(move))).toMatchObject({
      code: "PARTY_INACTIVE",
    });
    expect((await (await as(mentor)).officeSession.byId({ id: session.id })).actions).toEqual([
      "cancel",
    ]);

    const [other, idle] = [await createMentor(db), await createMentee(db, inactive)];
    const staff = await as(await createUser(db, { role: "admin" }));
    const onBehalf = { ...bookingWith(other), menteeId: idle.id, reason: "They asked by phone" };
    expect(await refusalOf(staff.officeSession.bookOnBehalf(onBehalf))).toMatchObject({
      code: "PARTY_INACTIVE",
    });
  });
});

describe("officeSession.bookOnBehalf", () => {
  it("books for a mentee and stores the reason", async () => {
    const [mentor, mentee] = [await createMentor(db), await createMentee(db)];
    const pm = await createUser(db, { role: "pm" });
    const reason = "Their mail is down";
    const session = await (await as(pm)).officeSession.bookOnBehalf({
      ...bookingWith(mentor),
      menteeId: mentee.id,
      reason,
    });
    expect(session).toMatchObject({ status: "scheduled", menteeId: mentee.id, changeNote: reason });
    const events = await db.auditEvent.findMany({ where: { targetId: session.id } });
    expect(events).toMatchObject([{ action: "officeSession.booked", actorId: pm.id, reason }]);
    expect((await (await as(mentee)).officeSession.byId({ id: session.id })).actions).toContain(
      "cancel",
    );
  });

  it("is only for staff, needs a reason, and respects the mentee's other sessions", async () => {
    const { mentee, mentor: theirs } = await bookedSession(db, as);
    const mentor = await createMentor(db);
    const staff = await as(await createUser(db, { role: "pm" }));
    const input = { ...bookingWith(mentor), menteeId: mentee.id, reason: "They asked by phone" };
    for (const person of [mentee, mentor]) {
      const caller = await as(person);
      expect(await refusalOf(caller.officeSession.bookOnBehalf(input))).toMatchObject({
        code: "FORBIDDEN",
      });
    }
    const { bookOnBehalf } = staff.officeSession;
    expect(await refusalOf(bookOnBehalf({ ...input, reason: " " }))).toMatchObject({
      code: "ZodError",
    });
    const refusal = await refusalOf(bookOnBehalf(input));
    expect(refusal.code).toBe("MENTEE_BUSY");
    expect(slotConflict.parse(refusal.details).alternatives).not.toContainEqual(MONDAY_10);
    expect(await refusalOf(bookOnBehalf({ ...input, menteeId: mentor.id }))).toMatchObject({
      code: "INVALID_INPUT",
    });
    expect(await refusalOf(bookOnBehalf({ ...input, menteeId: "nobody" }))).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await refusalOf(bookOnBehalf({ ...input, menteeId: theirs.id }))).toMatchObject({
      code: "PROFILE_REQUIRED",
    });
  });
});

describe("officeSession.bookFollowUp", () => {
  it("is for a mentee the mentor has met, and needs no approval", async () => {
    const { mentor, mentee, session } = await bookedSession(db, as);
    const followUp = {
      menteeId: mentee.id,
      startsAt: minutesAfter(MONDAY_10, 7 * DAY),
      durationMinutes: 60,
      topic: "What became of it",
    };
    const caller = await as(mentor);
    expect(await refusalOf(caller.officeSession.bookFollowUp(followUp))).toEqual({
      code: "NOT_FOUND",
      details: undefined,
    });
    await db.mentorProfile.update({ where: { userId: mentor.id }, data: { autoAccept: false } });
    const after = await as(mentor, { now: minutesAfter(MONDAY_10, 90) });
    await after.officeSession.complete({ id: session.id, version: session.version });
    expect(await after.officeSession.bookFollowUp(followUp)).toMatchObject({
      status: "scheduled",
      mentorId: mentor.id,
      menteeId: mentee.id,
    });
    const stranger = await as(await createMentor(db));
    expect(await refusalOf(stranger.officeSession.bookFollowUp(followUp))).toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
