import { randomUUID } from "node:crypto";
import { createMentee } from "@sundial/db/factories";
import { expect, it } from "vitest";
import { NOW, testApi } from "../testing/callers.ts";
import { minutesAfter } from "../testing/office-sessions.ts";
import { refreshEarliestSlots } from "./refresh.ts";

const statements: string[] = [];
const { db, as } = await testApi({ onQuery: ({ sql }) => statements.push(sql) });
const mentee = await as(await createMentee(db));

/** Free from noon on, the first a minute after noon, the second two minutes, and so on. */
async function addMentors(count: number) {
  const people = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    scheduleId: randomUUID(),
    index,
  }));
  await db.user.createMany({
    data: people.map(({ id, index }) => ({
      id,
      email: `${id}@test.example`,
      name: `Mentor ${index}`,
      role: "mentor",
    })),
  });
  await db.mentorProfile.createMany({
    data: people.map(({ id }) => ({
      userId: id,
      headline: "Someone",
      bio: "Glad to help",
      location: "Room 5",
      languages: ["en"],
      minNoticeMinutes: 0,
      horizonDays: 5,
    })),
  });
  await db.availabilitySchedule.createMany({
    data: people.map(({ id, scheduleId }) => ({ id: scheduleId, mentorId: id, timeZone: "UTC" })),
  });
  await db.availabilityRule.createMany({
    data: people.map(({ scheduleId, index }) => ({
      scheduleId,
      weekday: 1,
      startMinute: 721 + index,
      endMinute: 781 + index,
    })),
  });
}

await addMentors(300);
const unknown = () => db.earliestSlot.count({ where: { knownUntil: { lte: NOW } } });
const forgetAll = () => db.mentorProfile.updateMany({ data: { gapMinutes: 0 } });
const firstNames = ["Mentor 0", "Mentor 1", "Mentor 2"];
const list = async () => {
  const { items } = await mentee.mentor.list({ limit: 3 });
  return items.map(({ name }) => name);
};

it("computes all unknown slots in a constant number of statements", async () => {
  expect(await unknown()).toBe(300);
  statements.length = 0;
  await refreshEarliestSlots({ db, now: NOW });
  const count = statements.length;
  expect(count).toBeLessThan(20);
  expect(await unknown()).toBe(0);
  expect(await list()).toEqual(firstNames);
});

it("recomputes slots that a booking put in doubt or that will soon be out of range", async () => {
  const inDoubt = (at: Date) => db.earliestSlot.count({ where: { openUntil: { lte: at } } });
  expect(await inDoubt(NOW)).toBe(0);
  const { mentorId: userId } = await db.earliestSlot.findFirstOrThrow();
  const [startsAt, endsAt] = [minutesAfter(NOW, 60), minutesAfter(NOW, 90)];
  await db.timeClaim.create({ data: { userId, kind: "time_off", startsAt, endsAt } });
  expect(await inDoubt(NOW)).toBe(1);
  await refreshEarliestSlots({ db, now: NOW });
  expect(await inDoubt(NOW)).toBe(0);
  const later = minutesAfter(NOW, 5 * 1440);
  await refreshEarliestSlots({ db, now: later });
  expect(await inDoubt(minutesAfter(later, 6 * 1440))).toBe(0);
});

const rulesRead = () =>
  statements.filter((sql) => sql.includes(`FROM "public"."availability_rules"`)).length;

it("shares one run among everyone who asks meanwhile", async () => {
  await forgetAll();
  statements.length = 0;
  await Promise.all(Array.from({ length: 8 }, () => refreshEarliestSlots({ db, now: NOW })));
  expect(rulesRead()).toBe(1);
  expect(await unknown()).toBe(0);
});

it("concurrent readers of an unknown list see the same and leave nothing to compute", async () => {
  await forgetAll();
  const lists = await Promise.all(Array.from({ length: 8 }, list));
  expect(lists).toEqual(Array.from({ length: 8 }, () => firstNames));
  expect(await unknown()).toBe(0);
});

it("a known list computes slots for one page only", async () => {
  statements.length = 0;
  expect(await list()).toEqual(firstNames);
  expect(statements.length).toBeLessThan(20);
});
