import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { testDb } from "@sundial/db/testing";
import { describe, expect, it } from "vitest";
import { callers, NOW, refusalOf } from "../testing/callers.ts";

const { db } = await testDb();
const { as } = callers(db);

const START = new Date("2027-03-01T10:00:00Z");
const HOUR = 3_600_000;

async function booked(startsAt = START) {
  const [mentor, mentee] = [await createMentor(db), await createMentee(db)];
  const session = await (await as(mentee)).officeSession.book({
    mentorId: mentor.id,
    startsAt,
    durationMinutes: 60,
    topic: "Career",
  });
  return { mentor, mentee, session };
}

describe("officeSession.cancel", () => {
  it("B12: frees the time at once, also for another mentee", async () => {
    const { mentor, mentee, session } = await booked();
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
    const next = await (await as(await createMentee(db))).officeSession.book({
      mentorId: mentor.id,
      startsAt: START,
      durationMinutes: 60,
      topic: "Mine now",
    });
    expect(next.status).toBe("scheduled");
  });

  it("B13: saying it twice is saying it once; the other party hears it is over", async () => {
    const { mentor, mentee, session } = await booked();
    const caller = await as(mentee);
    const input = { id: session.id, version: session.version };
    const first = await caller.officeSession.cancel(input);
    expect(await caller.officeSession.cancel(input)).toEqual(first);
    expect(
      await refusalOf(
        (await as(mentor)).officeSession.cancel({ ...input, version: first.version }),
      ),
    ).toMatchObject({ code: "INVALID_TRANSITION" });
    expect(await db.auditEvent.count({ where: { targetId: session.id } })).toBe(2);
  });

  it("of two parties who cancel at once, one does", async () => {
    const { mentor, mentee, session } = await booked();
    const input = { id: session.id, version: session.version };
    const outcomes = await Promise.allSettled([
      (await as(mentor)).officeSession.cancel(input),
      (await as(mentee)).officeSession.cancel(input),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.auditEvent.count({ where: { targetId: session.id } })).toBe(2);
  });

  it("refuses a version that is no longer the newest, and changes nothing", async () => {
    const { mentee, session } = await booked();
    await db.officeSession.update({ where: { id: session.id }, data: { version: 7 } });
    expect(
      await refusalOf((await as(mentee)).officeSession.cancel({ id: session.id, version: 1 })),
    ).toMatchObject({ code: "STALE_VERSION" });
    expect(await db.timeClaim.count({ where: { officeSessionId: session.id } })).toBe(2);
  });

  it("counts a cancellation within three hours as late, and none after the start", async () => {
    const { mentee, session } = await booked();
    const input = { id: session.id, version: session.version };
    const after = await as(mentee, { now: START });
    expect(await refusalOf(after.officeSession.cancel(input))).toMatchObject({
      code: "INVALID_TRANSITION",
    });
    const late = await as(mentee, { now: new Date(START.getTime() - 3 * HOUR + 1) });
    expect(await late.officeSession.cancel(input)).toMatchObject({ cancelledLate: true });
  });

  it("asks a program manager for a reason", async () => {
    const { session } = await booked();
    const pm = await as(await createUser(db, { role: "pm" }));
    const input = { id: session.id, version: session.version };
    expect(await refusalOf(pm.officeSession.cancel(input))).toMatchObject({
      code: "INVALID_INPUT",
    });
    expect(await pm.officeSession.cancel({ ...input, note: "Room closed" })).toMatchObject({
      cancelReason: "pm_decision",
    });
  });
});

describe("officeSession.list and byId", () => {
  it("shows people their own sessions, and strangers the same nothing as for none at all", async () => {
    const { mentor, mentee, session } = await booked();
    const stranger = await as(await createMentee(db));
    for (const person of [mentor, mentee]) {
      const { items } = await (await as(person)).officeSession.list({});
      expect(items.map(({ id }) => id)).toEqual([session.id]);
    }
    expect((await stranger.officeSession.list({})).items).toEqual([]);
    const hidden = await refusalOf(stranger.officeSession.byId({ id: session.id }));
    const missing = await refusalOf(
      stranger.officeSession.byId({ id: "00000000-0000-7000-8000-000000000000" }),
    );
    expect(hidden).toEqual({ code: "NOT_FOUND", details: undefined });
    expect(hidden).toEqual(missing);
  });

  it("parts upcoming from past, and pages without a gap while sessions arrive (B34)", async () => {
    const mentor = await createMentor(db);
    const caller = await as(mentor);
    const book = async (hour: number) =>
      (await as(await createMentee(db))).officeSession.book({
        mentorId: mentor.id,
        startsAt: new Date(START.getTime() + hour * HOUR),
        durationMinutes: 60,
        topic: `Hour ${hour}`,
      });
    for (const hour of [0, 2, 4, 6, 8]) await book(hour);

    const first = await caller.officeSession.list({ limit: 2 });
    await book(1);
    const second = await caller.officeSession.list({ limit: 2, cursor: first.nextCursor });
    const third = await caller.officeSession.list({ limit: 2, cursor: second.nextCursor });
    const topics = [first, second, third].flatMap(({ items }) => items.map(({ topic }) => topic));
    expect(topics).toEqual(["Hour 0", "Hour 2", "Hour 4", "Hour 6", "Hour 8"]);
    expect(third.nextCursor).toBeNull();

    const later = await as(mentor, { now: new Date(START.getTime() + 3.5 * HOUR) });
    const past = await later.officeSession.list({ when: "past" });
    expect(past.items.map(({ topic }) => topic)).toEqual(["Hour 2", "Hour 1", "Hour 0"]);
  });

  it("refuses a cursor it did not make", async () => {
    const caller = await as(await createMentee(db));
    for (const cursor of ["x", Buffer.from('["1","2"]').toString("base64url")]) {
      expect(await refusalOf(caller.officeSession.list({ cursor }))).toMatchObject({
        code: "INVALID_INPUT",
      });
    }
  });

  it("shows program managers everything", async () => {
    const { session } = await booked(new Date(NOW.getTime() + 30 * 24 * HOUR - 12 * HOUR));
    const pm = await as(await createUser(db, { role: "pm" }));
    expect(await pm.officeSession.byId({ id: session.id })).toMatchObject({ id: session.id });
  });
});
