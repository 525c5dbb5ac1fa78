import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { DAY, WEEK } from "@sundial/validators/durations";
import { describe, expect, it } from "vitest";
import { testApi } from "../testing/callers.ts";
import {
  bookingWith,
  completedSession,
  MONDAY_10,
  minutesAfter,
} from "../testing/office-sessions.ts";
import { announceFeedback, countRatings, weekOf } from "./sweep.ts";

const { db, as } = await testApi();

/** A mentee rates an hour with this mentor. */
async function rate(mentor: { id: string }, hours: number, rating: number, again?: { id: string }) {
  const mentee = again ?? (await createMentee(db));
  const startsAt = minutesAfter(MONDAY_10, hours * 60);
  const booked = await (await as(mentee)).officeSession.book(bookingWith(mentor, { startsAt }));
  const now = minutesAfter(booked.endsAt, 5);
  const { id, version } = booked;
  await (await as(mentor, { now })).officeSession.complete({ id, version });
  await (await as(mentee, { now })).feedback.send({ officeSessionId: id, rating });
  return { mentee, id };
}

describe("the sweep of reveals", () => {
  it("writes one event when the seven days are over, on any server", async () => {
    const { mentee, session, after } = await completedSession(db, as);
    const place = { officeSessionId: session.id };
    await (await as(mentee, { now: after })).feedback.send({ ...place, rating: 4 });
    const over = new Date(session.endsAt.getTime() + 7 * DAY);
    expect(await announceFeedback({ db, now: new Date(over.getTime() - 1) })).toBe(0);
    await Promise.all([announceFeedback({ db, now: over }), announceFeedback({ db, now: over })]);
    expect(await announceFeedback({ db, now: over })).toBe(0);
    const where = { targetId: session.id, action: "feedback.revealed" };
    expect(await db.auditEvent.findMany({ where })).toMatchObject([
      { actorKind: "system", after: { parties: ["mentee"] } },
    ]);
    expect(await db.feedback.findFirst({ where: place })).toMatchObject({ visibleAt: over });
  });

  it("goes through more sessions than one batch has", async () => {
    const mentor = await createMentor(db);
    for (let hours = 0; hours < 52; hours++) await rate(mentor, hours, 4);
    const now = new Date(MONDAY_10.getTime() + 2 * WEEK);
    expect(await announceFeedback({ db, now })).toBe(52);
  });
});

describe("a mentor's average", () => {
  it("appears with the fifth person, on a Monday, and counts what was revealed before", async () => {
    const mentor = await createMentor(db);
    const reader = await as(await createMentee(db));
    const rating = async () => (await reader.mentor.byId({ id: mentor.id })).rating;
    const first = await rate(mentor, 0, 5);
    for (const hours of [1, 2, 3]) await rate(mentor, hours, 4);
    await rate(mentor, 4, 5, first.mentee);
    const sweep = async (now: Date) => {
      await announceFeedback({ db, now });
      await countRatings({ db, now });
    };
    const week = (count: number) => new Date(weekOf(MONDAY_10).getTime() + count * WEEK);
    await sweep(week(2));
    await sweep(week(3));
    // Five ratings, of four people.
    expect(await rating()).toBeNull();
    expect(await db.mentorRating.findUnique({ where: { mentorId: mentor.id } })).toMatchObject({
      average: null,
      ratings: 5,
      people: 4,
    });
    await rate(mentor, 5, 2);
    await sweep(week(4));
    expect(await rating()).toEqual({ average: 4, ratings: 6 });
    const { items } = await reader.mentor.list({ search: mentor.name });
    expect(items).toMatchObject([{ rating: { average: 4, ratings: 6 } }]);

    // In the same week, nothing that is revealed changes it.
    await rate(mentor, 6, 1);
    await db.feedback.updateMany({
      where: { aboutId: mentor.id, announcedAt: null },
      data: { visibleAt: week(4), announcedAt: week(4) },
    });
    await countRatings({ db, now: new Date(week(5).getTime() - 1) });
    expect(await rating()).toEqual({ average: 4, ratings: 6 });
    await countRatings({ db, now: week(5) });
    expect(await rating()).toEqual({ average: 3.6, ratings: 7 });

    // A session that didn't take place counts for nobody; an erased person's rating does.
    await db.$executeRaw`
      UPDATE office_sessions SET status = 'no_show', no_show_party = 'mentee' WHERE id = ${first.id}::uuid`;
    const admin = await as(await createUser(db, { role: "admin" }));
    const { id } = first.mentee;
    const { version } = await db.user.findUniqueOrThrow({ where: { id } });
    await admin.member.erase({ id, version, reason: "Asked for by email" });
    await countRatings({ db, now: week(6) });
    expect(await rating()).toEqual({ average: 3.3, ratings: 6 });
  });

  it("isn't stored for fewer than five people by anybody", async () => {
    const { id: mentorId } = await createMentor(db);
    const row = { mentorId, countedAt: MONDAY_10, average: 4.5, ratings: 9, people: 4 };
    await expect(db.mentorRating.create({ data: row })).rejects.toThrow("mentor_ratings_enough");
  });
});
