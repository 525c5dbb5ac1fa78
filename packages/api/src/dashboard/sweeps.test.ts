import { createMentee, createMentor } from "@sundial/db/factories";
import { MINUTE } from "@sundial/validators/durations";
import { beforeEach, describe, expect, it } from "vitest";
import { testApi } from "../testing/callers.ts";
import { countProgramDays } from "./count-days.ts";
import { recordOfferedMinutes } from "./record-offered.ts";

const { db } = await testApi();
const HOURS = [{ startMinute: 540, endMinute: 1020 }];
const at = (text: string) => new Date(text);

beforeEach(async () => {
  await db.offeredMinutes.deleteMany();
  await db.dashboardProgress.update({ where: { id: 1 }, data: { offeredAt: null } });
});

const recordedOf = async (mentor: { id: string }) =>
  (
    await db.offeredMinutes.findMany({
      where: { mentorId: mentor.id },
      orderBy: { localDate: "asc" },
    })
  ).map(({ localDate, minutes }) => [localDate.toISOString().slice(0, 10), minutes]);

describe("the minutes offered", () => {
  it("are recorded once for each day, when it begins where the mentor is", async () => {
    const berlin = await createMentor(db, { timeZone: "Europe/Berlin", hours: HOURS });
    const tokyo = await createMentor(db, { timeZone: "Asia/Tokyo", hours: HOURS });
    await recordOfferedMinutes({ db, now: at("2027-03-09T22:59:00Z") });
    expect(await recordedOf(berlin)).toEqual([]);
    await recordOfferedMinutes({ db, now: at("2027-03-09T23:15:00Z") });
    await recordOfferedMinutes({ db, now: at("2027-03-09T23:45:00Z") });
    expect(await recordedOf(berlin)).toEqual([["2027-03-10", 480]]);
    expect(await recordedOf(tokyo)).toEqual([]);
    await recordOfferedMinutes({ db, now: at("2027-03-10T15:05:00Z") });
    expect(await recordedOf(tokyo)).toEqual([["2027-03-11", 480]]);
  });

  it("don't change with hours that are saved later", async () => {
    const mentor = await createMentor(db, { hours: HOURS });
    const now = at("2027-03-10T00:01:00Z");
    await recordOfferedMinutes({ db, now });
    await db.availabilityRule.deleteMany({ where: { schedule: { mentorId: mentor.id } } });
    await recordOfferedMinutes({ db, now: new Date(now.getTime() + 30 * MINUTE) });
    expect(await recordedOf(mentor)).toEqual([["2027-03-10", 480]]);
  });

  it("stay unrecorded when no server ran in the first hour of the day", async () => {
    const mentor = await createMentor(db, { hours: HOURS });
    await recordOfferedMinutes({ db, now: at("2027-03-10T01:00:00Z") });
    expect(await recordedOf(mentor)).toEqual([]);
    await recordOfferedMinutes({ db, now: at("2027-03-11T00:59:00Z") });
    expect(await recordedOf(mentor)).toEqual([["2027-03-11", 480]]);
  });

  it("are none of mentors who are paused, inactive or without hours", async () => {
    const paused = await createMentor(db, { hours: HOURS, profile: { bookingState: "paused" } });
    const inactive = await createMentor(db, { hours: HOURS, user: { status: "inactive" } });
    const without = await createMentor(db);
    await db.availabilitySchedule.deleteMany({ where: { mentorId: without.id } });
    await recordOfferedMinutes({ db, now: at("2027-03-10T00:00:00Z") });
    for (const mentor of [paused, inactive, without]) {
      expect(await recordedOf(mentor)).toEqual([["2027-03-10", 0]]);
    }
  });

  it("are recorded once by several servers at a time", async () => {
    const mentor = await createMentor(db, { hours: HOURS });
    const now = at("2027-03-10T00:10:00Z");
    await Promise.all([recordOfferedMinutes({ db, now }), recordOfferedMinutes({ db, now })]);
    expect(await recordedOf(mentor)).toHaveLength(1);
  });
});

describe("the counts of days", () => {
  const now = at("2027-03-10T12:00:00Z");
  async function past(startsAt: Date) {
    const [mentor, mentee] = [await createMentor(db), await createMentee(db)];
    const endsAt = new Date(startsAt.getTime() + 30 * MINUTE);
    return db.officeSession.create({
      data: {
        mentorId: mentor.id,
        menteeId: mentee.id,
        createdById: mentee.id,
        status: "completed",
        startsAt,
        endsAt,
        blockedUntil: endsAt,
        topic: "Numbers",
        mentorTimeZone: "UTC",
        menteeTimeZone: "UTC",
      },
    });
  }
  const everybody = () =>
    db.programDay.findMany({ where: { mentorId: "" }, orderBy: { localDate: "asc" } });

  /**
   * As when no earlier transaction is running. Those of other databases count, too: what they may
   * have been slower than is counted again.
   */
  const allCommitted = () => db.$executeRaw`
    UPDATE dashboard_progress SET changes_from = pg_snapshot_xmax(pg_current_snapshot())::text::bigint`;

  it("begin with the first session and end yesterday", async () => {
    await past(at("2027-03-06T10:00:00Z"));
    await past(at("2027-03-10T10:00:00Z"));
    expect(await countProgramDays({ db, now })).toBe(5);
    const days = await everybody();
    expect(days.map(({ completed }) => completed)).toEqual([0, 1, 0, 0, 0]);
    await allCommitted();
    expect(await countProgramDays({ db, now })).toBe(0);
  });

  it("add a day when one has ended, also after days without a server", async () => {
    await allCommitted();
    expect(await countProgramDays({ db, now: at("2027-03-13T00:00:00Z") })).toBe(3);
    expect((await everybody()).map(({ completed }) => completed)).toEqual([0, 1, 0, 0, 0, 1, 0, 0]);
  });

  it("follow changes of the past, and sessions added and removed there", async () => {
    const later = { db, now: at("2027-03-13T00:01:00Z") };
    const added = await past(at("2027-02-20T10:00:00Z"));
    await countProgramDays(later);
    const completedOn = async (date: string) =>
      (await db.programDay.findFirst({ where: { mentorId: "", localDate: at(date) } }))?.completed;
    expect(await completedOn("2027-02-20")).toBe(1);
    expect(await completedOn("2027-02-28")).toBe(0);
    await db.officeSession.update({
      where: { id: added.id },
      data: { status: "no_show", noShowParty: "mentee" },
    });
    await countProgramDays(later);
    expect(await completedOn("2027-02-20")).toBe(0);
    await db.officeSession.delete({ where: { id: added.id } });
    await countProgramDays(later);
    expect(await db.programDay.findFirst({ where: { localDate: at("2027-02-20") } })).toMatchObject(
      {
        noShows: 0,
      },
    );
  });

  it("are all made anew in another time zone, and in a database that was restored", async () => {
    const later = { db, now: at("2027-03-13T00:02:00Z") };
    await past(at("2027-03-09T23:30:00Z"));
    await countProgramDays(later);
    await db.programSettings.update({ where: { id: 1 }, data: { timeZone: "Asia/Tokyo" } });
    expect(await countProgramDays(later)).toBeGreaterThan(5);
    expect(
      await db.programDay.findFirst({ where: { mentorId: "", localDate: at("2027-03-10") } }),
    ).toMatchObject({ completed: 2 });
    await db.dashboardProgress.update({ where: { id: 1 }, data: { changesFrom: 2n ** 60n } });
    expect(await countProgramDays(later)).toBeGreaterThan(5);
  });

  it("are made once by several servers at a time", async () => {
    await db.dashboardProgress.update({ where: { id: 1 }, data: { timeZone: null } });
    const later = { db, now: at("2027-03-13T00:03:00Z") };
    await Promise.all([countProgramDays(later), countProgramDays(later)]);
    await countProgramDays(later);
    expect(await db.programDay.count({ where: { countedAt: null } })).toBe(0);
  });
});
