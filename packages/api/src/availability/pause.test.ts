import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { NOW, testApi } from "../testing/callers.ts";
import { bookedSession, bookingWith, minutesAfter } from "../testing/office-sessions.ts";

const { db, as } = await testApi();
const pm = await as(await createUser(db, { role: "pm" }));
const reason = "Three requests expired.";

describe("a pause by staff", () => {
  it("ends new bookings until then, and leaves what is booked", async () => {
    const { mentor, session } = await bookedSession(db, as);
    const until = minutesAfter(NOW, 14 * 24 * 60);
    await expect(
      pm.availability.pause({ mentorId: mentor.id, until, reason }),
    ).resolves.toMatchObject({ bookingState: "paused", pausedUntil: until });
    const mentee = await as(await createMentee(db));
    const startsAt = minutesAfter(session.startsAt, 60);
    await expect(
      mentee.officeSession.book(bookingWith(mentor, { startsAt })),
    ).rejects.toMatchObject({ cause: { code: "SLOT_UNAVAILABLE" } });
    expect(await db.officeSession.findUnique({ where: { id: session.id } })).toMatchObject({
      status: "scheduled",
    });
    const where = { action: "availability.paused", targetId: mentor.id };
    expect(await db.auditEvent.findMany({ where })).toMatchObject([
      { reason, before: { bookingState: "open" }, after: { bookingState: "paused" } },
    ]);
    // A mentor who is editing meanwhile is told that it changed.
    const mine = await (await as(mentor)).availability.mine();
    expect(mine).toMatchObject({ version: 2, edit: { settings: { bookingState: "paused" } } });
  });

  it("is for mentors who take bookings, and ends ahead", async () => {
    const { id: mentorId } = await createMentor(db);
    const input = { mentorId, until: null, reason };
    await expect(pm.availability.pause({ ...input, until: NOW })).rejects.toMatchObject({
      cause: { code: "INVALID_INPUT" },
    });
    await pm.availability.pause(input);
    await expect(pm.availability.pause(input)).rejects.toMatchObject({
      cause: { code: "INVALID_TRANSITION" },
    });
    const mentee = await createMentee(db);
    await expect(pm.availability.pause({ ...input, mentorId: mentee.id })).rejects.toMatchObject({
      cause: { code: "NOT_FOUND" },
    });
  });
});
