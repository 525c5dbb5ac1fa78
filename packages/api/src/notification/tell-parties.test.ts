import { randomUUID } from "node:crypto";
import { createMentee, createMentor } from "@sundial/db/factories";
import { HOUR } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";

const { db, as } = await testApi();

const START = new Date("2027-03-01T10:00:00Z");

function booking(mentor: { id: string }) {
  return { mentorId: mentor.id, startsAt: START, durationMinutes: 60, topic: "Career" };
}

const queuedFor = (officeSessionId: string) =>
  db.emailOutbox.findMany({
    where: { officeSessionId },
    orderBy: [{ officeSessionVersion: "asc" }, { recipient: "asc" }],
    select: {
      template: true,
      recipient: true,
      officeSessionVersion: true,
      data: true,
      status: true,
    },
  });

describe("the outbox", () => {
  it("a repeated booking emails each person once", async () => {
    const [mentor, mentee] = [await createMentor(db), await createMentee(db)];
    const caller = await as(mentee);
    const request = { ...booking(mentor), idempotencyKey: randomUUID() };
    const [first, second] = await Promise.all([
      caller.officeSession.book(request),
      caller.officeSession.book(request),
    ]);
    expect(second.id).toBe(first.id);
    expect(await queuedFor(first.id)).toEqual(
      [mentor, mentee]
        .sort((one, other) => (one.email < other.email ? -1 : 1))
        .map(({ id, email }) => ({
          template: "officeSession.booked",
          recipient: email,
          officeSessionVersion: 1,
          data: { recipientId: id },
          status: "pending",
        })),
    );
  });

  it("each email names the version it is about, and outdated ones can be dropped", async () => {
    const [mentor, mentee] = [await createMentor(db), await createMentee(db)];
    const caller = await as(mentee);
    const session = await caller.officeSession.book(booking(mentor));
    const moved = await caller.officeSession.reschedule({
      id: session.id,
      version: session.version,
      startsAt: new Date(START.getTime() + 2 * HOUR),
    });
    const cancelled = await caller.officeSession.cancel({ id: session.id, version: moved.version });
    const queued = await queuedFor(session.id);
    expect([
      ...new Set(queued.map((mail) => `${mail.template} ${mail.officeSessionVersion}`)),
    ]).toEqual([
      `officeSession.booked ${session.version}`,
      `officeSession.rescheduled ${moved.version}`,
      `officeSession.cancelled ${cancelled.version}`,
    ]);
    expect(queued).toHaveLength(6);
  });

  it("sends nothing for a failed booking", async () => {
    const mentor = await createMentor(db);
    const [first, late] = [await as(await createMentee(db)), await createMentee(db)];
    await first.officeSession.book(booking(mentor));
    const refusal = await refusalOf((await as(late)).officeSession.book(booking(mentor)));
    expect(refusal.code).toBe("SLOT_TAKEN");
    expect(await db.emailOutbox.count({ where: { recipient: late.email } })).toBe(0);
  });
});
