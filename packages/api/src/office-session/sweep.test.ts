import { createMentee, createMentor } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { sweepOfficeSessions } from "../index.ts";
import { NOW, testApi } from "../testing/callers.ts";
import {
  bookedSession,
  expectPromisesKept,
  MONDAY_10,
  minutesAfter,
} from "../testing/office-sessions.ts";

const { db, as } = await testApi();

const DAY = 24 * 60;
const END = minutesAfter(MONDAY_10, 60);

describe("sweepOfficeSessions", () => {
  it("expires requests and completes unreported sessions, each with its event", async () => {
    const byHand = { profile: { autoAccept: false } };
    const { session: request } = await bookedSession(db, as, { mentor: byHand });
    const { session } = await bookedSession(db, as);
    const sweep = (now: Date) => sweepOfficeSessions({ db, now });

    expect(await sweep(minutesAfter(NOW, 2 * DAY - 1))).toEqual({ expired: 0, completed: 0 });
    expect(await sweep(minutesAfter(NOW, 2 * DAY))).toEqual({ expired: 1, completed: 0 });
    expect(await sweep(minutesAfter(END, DAY - 1))).toEqual({ expired: 0, completed: 0 });
    expect(await sweep(minutesAfter(END, DAY))).toEqual({ expired: 0, completed: 1 });
    expect(await sweep(minutesAfter(END, DAY))).toEqual({ expired: 0, completed: 0 });

    for (const [id, status, calendarSequence] of [
      [request.id, "expired", 1],
      [session.id, "completed", 0],
    ] as const) {
      const swept = await db.officeSession.findUnique({ where: { id } });
      expect(swept).toMatchObject({ status, version: 2, calendarSequence });
      const event = await db.auditEvent.findFirst({
        where: { targetId: id, action: `officeSession.${status}` },
      });
      expect(event).toMatchObject({ actorKind: "system", actorId: null, actorRole: null });
    }
    await expectPromisesKept(db);
  });

  it("does the work once however many servers sweep, in batches until all is done", async () => {
    const [mentor, mentee] = [await createMentor(db), await createMentee(db)];
    const times = { startsAt: MONDAY_10, endsAt: END, blockedUntil: END };
    await db.officeSession.createMany({
      data: Array.from({ length: 120 }, () => ({
        mentorId: mentor.id,
        menteeId: mentee.id,
        ...times,
        topic: "Long ago",
        mentorTimeZone: "UTC",
        menteeTimeZone: "UTC",
        createdById: mentee.id,
      })),
    });
    const now = minutesAfter(END, DAY);
    await Promise.all([1, 2, 3, 4].map(() => sweepOfficeSessions({ db, now })));
    // Sweeps that found the lock taken returned at once, so another round may be needed for the
    // rest.
    await sweepOfficeSessions({ db, now });
    const where = { mentorId: mentor.id };
    expect(await db.officeSession.count({ where: { ...where, status: "completed" } })).toBe(120);
    const swept = await db.officeSession.findMany({ where, select: { id: true, version: true } });
    expect(swept.every(({ version }) => version === 2)).toBe(true);
    const targetId = { in: swept.map(({ id }) => id) };
    expect(await db.auditEvent.count({ where: { targetId } })).toBe(120);
  });

  it("skips what another transaction is changing, without waiting", async () => {
    const { session } = await bookedSession(db, as);
    const now = minutesAfter(END, DAY);
    await db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT id FROM office_sessions WHERE id = ${session.id}::uuid FOR UPDATE`;
      expect(await sweepOfficeSessions({ db, now })).toEqual({ expired: 0, completed: 0 });
    });
    expect(await sweepOfficeSessions({ db, now })).toEqual({ expired: 0, completed: 1 });
  });

  it("deletes idempotency keys after a day", async () => {
    const { id: actorId } = await createMentee(db);
    const key = {
      actorId,
      procedure: "officeSession.book",
      requestHash: "",
      saved: "",
    };
    await db.idempotencyKey.createMany({
      data: [
        { ...key, keyHash: "older", createdAt: NOW },
        { ...key, keyHash: "newer", createdAt: minutesAfter(NOW, 1) },
      ],
    });
    await sweepOfficeSessions({ db, now: minutesAfter(NOW, DAY) });
    expect(await db.idempotencyKey.findMany({ where: { actorId } })).toMatchObject([
      { keyHash: "newer" },
    ]);
  });
});
