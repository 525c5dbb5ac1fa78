import { testDb } from "@sundial/db/testing";
import { describe, expect, it } from "vitest";
import { everyDay, mentors } from "../testing/mentors.ts";

const { db } = await testDb();
const { mentorWith, startsOf } = mentors(db);

const MORNING = { startMinute: 540, endMinute: 720 };

/** What saved hours mean for those who look for a time. */
describe("saved availability", () => {
  it("merges overlapping windows, including past midnight", async () => {
    const { mentor, caller, edit } = await mentorWith({ profile: { durations: [60] } });
    const days = everyDay();
    days[6] = [{ startMinute: 23 * 60, endMinute: 25 * 60 }];
    days[0] = [
      { startMinute: 30, endMinute: 120 },
      // Begins with the one above and says less.
      { startMinute: 30, endMinute: 90 },
    ];
    const saved = await caller.availability.update({
      ...edit,
      version: 1,
      weekly: { timeZone: "UTC", days },
    });
    expect(saved.edit.weekly.days[0]).toEqual([{ startMinute: 30, endMinute: 120 }]);
    expect(saved.edit.weekly.days[6]).toEqual(days[6]);
    // 01:00 to 02:00 lies in the union but on neither grid; 00:00 to 01:00 needs both windows.
    expect(await startsOf(mentor, ["2027-02-28T12:00Z", "2027-03-01T12:00Z"])).toEqual([
      "02-28T23:00",
      "03-01T00:00",
      "03-01T00:30",
    ]);
  });

  it("an override applies to the mentor's date, wherever the viewer is", async () => {
    const { mentor, caller, edit } = await mentorWith({
      timeZone: "Pacific/Auckland",
      hours: [MORNING],
    });
    const overrides = [{ date: "2027-03-02", windows: [] }];
    await caller.availability.update({ ...edit, version: 1, overrides });
    // Auckland's mornings are the viewer's afternoons of the day before.
    expect(await startsOf(mentor, ["2027-02-28T12:00Z", "2027-03-03T12:00Z"])).toEqual([
      ...["02-28T20:00", "02-28T21:00", "02-28T22:00"],
      ...["03-02T20:00", "03-02T21:00", "03-02T22:00"],
    ]);
  });

  it("a window shorter than the session offers nothing", async () => {
    const { mentor, caller, edit } = await mentorWith({ profile: { durations: [60] } });
    const short = everyDay({ startMinute: 540, endMinute: 570 });
    await caller.availability.update({
      ...edit,
      version: 1,
      weekly: { timeZone: "UTC", days: short },
    });
    expect(await startsOf(mentor, ["2027-03-01T00:00Z", "2027-03-08T00:00Z"])).toEqual([]);
  });

  it("keeps home hours and travel separate, each in its own time zone", async () => {
    const { mentor, caller, edit } = await mentorWith({
      timeZone: "Europe/Berlin",
      hours: [MORNING],
      profile: { durations: [60] },
    });
    const journey = {
      timeZone: "America/New_York",
      days: everyDay({ startMinute: 600, endMinute: 660 }),
      validFrom: "2027-03-02",
      validTo: "2027-03-03",
    };
    const saved = await caller.availability.update({
      ...edit,
      version: 1,
      travel: [journey],
      overrides: [{ date: "2027-03-03", windows: [{ startMinute: 900, endMinute: 960 }] }],
    });
    expect(saved.edit.weekly).toEqual(edit.weekly);
    expect(saved.edit.travel).toEqual([journey]);
    expect(await startsOf(mentor, ["2027-03-01T00:00Z", "2027-03-05T00:00Z"])).toEqual([
      ...["03-01T08:00", "03-01T09:00", "03-01T10:00"],
      "03-02T15:00",
      "03-03T20:00",
      ...["03-04T08:00", "03-04T09:00", "03-04T10:00"],
    ]);

    const home = await caller.availability.update({ ...saved.edit, version: 2, travel: [] });
    expect(home.edit.weekly).toEqual(edit.weekly);
    expect(await db.availabilitySchedule.count({ where: { mentorId: mentor.id } })).toBe(1);
  });
});
