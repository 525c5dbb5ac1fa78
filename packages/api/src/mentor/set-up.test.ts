import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";
import { everyDay } from "../testing/mentors.ts";
import { bookingWith, MONDAY_10, minutesAfter } from "../testing/office-sessions.ts";

const { db, as } = await testApi();
const mentee = await as(await createMentee(db));

const listed = async () => (await mentee.mentor.list({})).items.map(({ id }) => id);

describe("a new mentor", () => {
  it("sees what is missing, and can be found and booked once nothing is", async () => {
    const mentor = await createUser(db, { role: "mentor" });
    const caller = await as(mentor);
    const missing = async () => (await caller.mentor.mySetUp()).missing;
    const unbookable = async () => {
      expect(await listed()).not.toContain(mentor.id);
      expect(await refusalOf(mentee.officeSession.book(bookingWith(mentor)))).toMatchObject({
        code: "NOT_FOUND",
      });
    };
    expect(await missing()).toEqual(["profile", "hours", "location"]);
    await unbookable();

    await caller.profile.create({
      kind: "mentor",
      headline: "Has been there",
      bio: "Glad to help with whatever you bring.",
      languages: ["en"],
      expertise: ["Testing"],
    });
    expect(await missing()).toEqual(["hours", "location"]);
    await unbookable();

    const days = everyDay({ startMinute: 540, endMinute: 1020 });
    const { edit, version } = await caller.availability.mine();
    const hours = { ...edit, weekly: { ...edit.weekly, days } };
    const saved = await caller.availability.update({ ...hours, version });
    expect(await missing()).toEqual(["location"]);
    await unbookable();

    const settings = { ...saved.edit.settings, location: "https://meet.example/room" };
    await caller.availability.update({ ...saved.edit, settings, version: saved.version });
    expect(await missing()).toEqual([]);
    expect(await listed()).toContain(mentor.id);
    expect(await mentee.officeSession.book(bookingWith(mentor))).toMatchObject({
      location: "https://meet.example/room",
      startsAt: MONDAY_10,
    });
  });

  it("is shown to people with a link, without times, until then", async () => {
    const mentor = await createMentor(db, { profile: { location: null } });
    expect(await mentee.mentor.byId({ id: mentor.id })).toMatchObject({
      name: mentor.name,
      isBookable: false,
      nextSlot: null,
      noSlotReason: null,
    });
    await db.mentorProfile.update({ where: { userId: mentor.id }, data: { location: "Room 5" } });
    expect(await mentee.mentor.byId({ id: mentor.id })).toMatchObject({ isBookable: true });
  });

  it.each([
    ["closed", { profile: { location: null, bookingState: "closed" as const } }],
    ["inactive", { profile: { location: null }, user: { status: "inactive" as const } }],
    ["suspended", { profile: { location: null }, user: { status: "suspended" as const } }],
  ])("is not shown to anyone while %s", async (_name, options) => {
    const mentor = await createMentor(db, options);
    const missing = await refusalOf(mentee.mentor.byId({ id: "nobody" }));
    expect(await refusalOf(mentee.mentor.byId({ id: mentor.id }))).toEqual(missing);
  });

  it("can be free on single dates only", async () => {
    const mentor = await createMentor(db, { hours: [] });
    expect((await (await as(mentor)).mentor.mySetUp()).missing).toEqual(["hours"]);
    await db.availabilityOverride.create({
      data: {
        mentorId: mentor.id,
        localDate: new Date("2027-03-02"),
        kind: "replace",
        windows: [{ startMinute: 600, endMinute: 720 }],
      },
    });
    expect((await (await as(mentor)).mentor.mySetUp()).missing).toEqual([]);
    const startsAt = minutesAfter(MONDAY_10, 24 * 60);
    expect(await mentee.officeSession.book(bookingWith(mentor, { startsAt }))).toMatchObject({
      status: "scheduled",
    });
  });

  it("has nothing to do in another role", async () => {
    expect(await mentee.mentor.mySetUp()).toEqual({ missing: [] });
    const pm = await as(await createUser(db, { role: "pm" }));
    expect(await pm.mentor.mySetUp()).toEqual({ missing: [] });
  });
});
