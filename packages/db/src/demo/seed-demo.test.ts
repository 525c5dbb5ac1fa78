import { expect, test } from "vitest";
import { testDb } from "../testing/test-db.ts";
import { seedDemo, seedReport } from "./seed-demo.ts";

const { db } = await testDb();

test("seeding reports what it added, and that nothing was added to a seeded database", async () => {
  const now = new Date("2027-02-22T12:00:00Z");
  const first = await seedDemo(db, now);
  expect(first).toEqual({
    people: await db.user.count(),
    sessions: await db.officeSession.count(),
  });
  expect(seedReport(first)).toBe(
    `added the demo program: ${first.people} people and ${first.sessions} sessions`,
  );
  // Twelve weeks of each mentor. Some of Grace's hours go past midnight, and Inês is away.
  const offered = await db.offeredMinutes.findMany({ include: { mentor: true } });
  expect(offered).toHaveLength((await db.mentorProfile.count()) * 84);
  const sumOf = (name: string) =>
    offered.reduce((sum, day) => sum + (day.mentor.name === name ? day.minutes : 0), 0);
  expect(sumOf("Grace Kim")).toBe(12 * (3 * 180 + 2 * 180));
  expect(sumOf("Inês Duarte")).toBe(0);
  const second = await seedDemo(db, now);
  expect(second).toEqual({ people: 0, sessions: 0 });
  expect(seedReport(second)).toBe("the demo program was there already; nothing was added");
});

test("the program has people of every kind, and its log tells each session from the start", async () => {
  const count = (role: "mentor" | "mentee") => db.user.count({ where: { role } });
  expect([await count("mentor"), await count("mentee")]).toEqual([12, 60]);
  const sessions = await db.officeSession.findMany({ select: { id: true, status: true } });
  const events = await db.auditEvent.findMany({
    where: { action: { in: ["officeSession.booked", "officeSession.requested"] } },
    orderBy: { seq: "asc" },
    select: { targetId: true, at: true },
  });
  expect(new Set(events.map(({ targetId }) => targetId))).toEqual(
    new Set(sessions.map(({ id }) => id)),
  );
  const times = events.map(({ at }) => at.getTime());
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  const rated = await db.mentorRating.count({ where: { average: { not: null } } });
  expect(rated).toBeGreaterThan(3);
});
