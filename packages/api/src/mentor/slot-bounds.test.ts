import type { Db, DbTransaction } from "@sundial/db";
import { createMentee, createMentor } from "@sundial/db/factories";
import { beforeEach, describe, expect, it } from "vitest";
import { testApi } from "../testing/callers.ts";
import { bookingWith, MONDAY_10, minutesAfter } from "../testing/office-sessions.ts";
import { ANY_START } from "./day-filter.ts";
import { findNextSlots } from "./next-slots.ts";
import { boundSelect, keepBounds } from "./slot-bounds.ts";

const { db, as } = await testApi();

const UNKNOWN = new Date(0);
const [MONDAY_11, AFTER] = [minutesAfter(MONDAY_10, 60), minutesAfter(MONDAY_10, 120)];

/** Free only on Mondays from 10 to 12; the session is at the end of that window. */
const mentor = await createMentor(db, { hours: [], profile: { horizonDays: 30 } });
const mentee = await createMentee(db);
const id = mentor.id;
const schedule = await db.availabilitySchedule.findFirstOrThrow({ where: { mentorId: id } });
const scheduleId = schedule.id;
await db.availabilitySchedule.updateMany({ data: { validTo: new Date("2027-12-31") } });
await db.availabilityRule.create({
  data: { scheduleId, weekday: 1, startMinute: 600, endMinute: 720 },
});
const far = new Date("2027-12-01");
await db.availabilityOverride.create({
  data: { mentorId: id, localDate: far, kind: "unavailable" },
});
await db.timeOff.create({
  data: { mentorId: id, startsAt: far, endsAt: minutesAfter(far, 60) },
});
const caller = await as(mentee);
const session = await caller.officeSession.book(bookingWith(mentor, { startsAt: MONDAY_11 }));

const rowOf = (tx: Db | DbTransaction = db) =>
  tx.earliestSlot.findUniqueOrThrow({ where: { mentorId: id }, select: boundSelect });
const nextSlot = async (at: typeof caller = caller) => {
  const { items } = await at.mentor.list({});
  return items[0]?.nextSlot ?? null;
};

/** Makes a change, reads the row in the same transaction, and rolls the change back. */
async function rowDuring(change: (tx: DbTransaction) => Promise<unknown>) {
  let row: Awaited<ReturnType<typeof rowOf>> | undefined;
  const rollBack = new Error("only looking");
  await db
    .$transaction(async (tx) => {
      await change(tx);
      row = await rowOf(tx);
      throw rollBack;
    })
    .catch((error) => {
      if (error !== rollBack) throw error;
    });
  return row;
}

beforeEach(async () => {
  expect(await nextSlot()).toEqual(MONDAY_10);
  expect(await rowOf()).toMatchObject({ notBefore: MONDAY_10 });
});

describe("a change that may open an earlier slot clears the bounds at once", () => {
  const mentorId = id;
  const [startsAt, endsAt] = [AFTER, minutesAfter(AFTER, 60)];
  const localDate = new Date("2027-12-02");
  const changes: [string, (tx: DbTransaction) => Promise<unknown>][] = [
    [
      "a schedule more",
      (tx) =>
        tx.availabilitySchedule.create({
          data: { mentorId, timeZone: "UTC", validFrom: new Date("2028-01-01") },
        }),
    ],
    [
      "another zone",
      (tx) => tx.availabilitySchedule.updateMany({ data: { timeZone: "Asia/Tokyo" } }),
    ],
    ["a schedule less", (tx) => tx.availabilitySchedule.deleteMany()],
    [
      "a rule more",
      (tx) =>
        tx.availabilityRule.create({
          data: { scheduleId, weekday: 7, startMinute: 0, endMinute: 60 },
        }),
    ],
    ["other hours", (tx) => tx.availabilityRule.updateMany({ data: { startMinute: 540 } })],
    ["a rule less", (tx) => tx.availabilityRule.deleteMany()],
    [
      "an override more",
      (tx) =>
        tx.availabilityOverride.create({ data: { mentorId, localDate, kind: "unavailable" } }),
    ],
    ["another date", (tx) => tx.availabilityOverride.updateMany({ data: { localDate } })],
    ["an override less", (tx) => tx.availabilityOverride.deleteMany()],
    ["more time off", (tx) => tx.timeOff.create({ data: { mentorId, startsAt, endsAt } })],
    ["other time off", (tx) => tx.timeOff.updateMany({ data: { startsAt, endsAt } })],
    ["less time off", (tx) => tx.timeOff.deleteMany()],
    ["a booking rule", (tx) => tx.mentorProfile.updateMany({ data: { gapMinutes: 5 } })],
    ["a pause", (tx) => tx.mentorProfile.updateMany({ data: { bookingState: "paused" } })],
    ["a status", (tx) => tx.user.update({ where: { id }, data: { status: "inactive" } })],
    ["a role", (tx) => tx.user.update({ where: { id }, data: { role: "pm" } })],
    ["a home", (tx) => tx.user.update({ where: { id }, data: { timeZone: "Asia/Tokyo" } })],
    ["a session that ends", (tx) => tx.officeSession.updateMany({ data: { status: "completed" } })],
    ["a session less", (tx) => tx.officeSession.deleteMany()],
    ["a claim that moves", (tx) => tx.timeClaim.updateMany({ data: { startsAt, endsAt } })],
    ["a claim less", (tx) => tx.timeClaim.deleteMany()],
  ];

  it.each(changes)("%s", async (_name, change) => {
    const { revision } = await rowOf();
    const row = await rowDuring(change);
    expect(row).toMatchObject({
      notBefore: UNKNOWN,
      knownUntil: UNKNOWN,
      horizonMovesAt: UNKNOWN,
      noticeMinutes: 0,
      openUntil: UNKNOWN,
    });
    expect(row?.revision).toBeGreaterThan(revision);
  });
});

it("an added claim or session keeps the bounds but marks no slot as surely open", async () => {
  const [startsAt, endsAt] = [MONDAY_10, MONDAY_11];
  const { revision, ...row } = await rowOf();
  const added = await rowDuring((tx) =>
    tx.timeClaim.create({ data: { userId: id, kind: "time_off", startsAt, endsAt } }),
  );
  expect(added).toEqual({ ...row, openUntil: UNKNOWN, revision: revision + 1 });
  const booked = await rowDuring((tx) =>
    tx.officeSession.create({
      data: {
        mentorId: id,
        menteeId: mentee.id,
        createdById: mentee.id,
        topic: "Another",
        startsAt,
        endsAt,
        blockedUntil: endsAt,
        status: "completed",
        mentorTimeZone: "UTC",
        menteeTimeZone: "UTC",
      },
    }),
  );
  expect(booked).toMatchObject({ openUntil: UNKNOWN, revision: revision + 1 });
});

describe("a change unrelated to hours leaves the row alone", () => {
  it.each<[string, (tx: DbTransaction) => Promise<unknown>]>([
    ["a name", (tx) => tx.user.update({ where: { id }, data: { name: "Somebody" } })],
    ["a reminder", (tx) => tx.$executeRaw`UPDATE office_sessions SET remind_at = now()`],
  ])("%s", async (_name, change) => {
    expect(await rowDuring(change)).toEqual(await rowOf());
  });
});

describe("storing computed bounds", () => {
  const workOut = async () => {
    const row = await rowOf();
    const next = await findNextSlots(db, [id], { now: MONDAY_10, wanted: ANY_START });
    const bounds = next.get(id)?.bounds;
    if (bounds === undefined) throw new Error("nothing worked out");
    return { row, bounds: { ...bounds, notBefore: AFTER } };
  };

  it("stores nothing that was read before a reset", async () => {
    const { row, bounds } = await workOut();
    await db.officeSession.updateMany({ data: { topic: "Another" } });
    await keepBounds(db, [[row, bounds]], MONDAY_10);
    expect(await rowOf()).toMatchObject({ notBefore: UNKNOWN, revision: row.revision + 1 });
  });

  it("waits for nobody who is about to change the mentor's time", async () => {
    const { row, bounds } = await workOut();
    await rowDuring(async (tx) => {
      await tx.officeSession.updateMany({ data: { topic: "A third" } });
      await keepBounds(db, [[row, bounds]], MONDAY_10);
    });
    expect(await rowOf()).toEqual(row);
    await keepBounds(db, [[row, bounds]], MONDAY_10);
    expect(await rowOf()).toMatchObject({ notBefore: AFTER });
    await db.officeSession.updateMany({ data: { topic: "The bounds are true again" } });
  });
});

it("an expired request or hold frees its time in the list without a write", async () => {
  const expiresAt = minutesAfter(MONDAY_10, -2000);
  const hold = { userId: id, kind: "hold", startsAt: MONDAY_10, endsAt: MONDAY_11 } as const;
  const claim = await db.timeClaim.create({ data: { ...hold, expiresAt } });
  const weekLater = minutesAfter(MONDAY_10, 7 * 1440);
  expect(await nextSlot()).toEqual(weekLater);
  expect(await nextSlot(await as(mentee, { now: expiresAt }))).toEqual(MONDAY_10);
  await db.timeClaim.delete({ where: { id: claim.id } });
});

it("cancelling a session returns its time to the top of the list", async () => {
  const first = await caller.officeSession.book(bookingWith(mentor));
  expect(await nextSlot()).toEqual(minutesAfter(MONDAY_10, 7 * 1440));
  await caller.officeSession.cancel({ id: first.id, version: first.version, note: "" });
  expect(await nextSlot()).toEqual(MONDAY_10);
  expect(session.status).toBe("scheduled");
});
