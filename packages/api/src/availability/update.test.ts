import { createMentor, createUser } from "@sundial/db/factories";
import type { AvailabilityEdit } from "@sundial/validators";
import { TRPCError } from "@trpc/server";
import { describe, expect, it } from "vitest";
import { toWireError } from "../errors.ts";
import { NOW, refusalOf, testApi } from "../testing/callers.ts";
import { everyDay, mentors } from "../testing/mentors.ts";

const { db, as } = await testApi();
const { mentorWith, startsOf } = mentors(db);

const MORNING = { startMinute: 540, endMinute: 720 };

/** The fields that an INVALID_INPUT answer names. */
async function faultyFields(call: Promise<unknown>) {
  const error = await call.then(
    () => null,
    (refused: unknown) => refused,
  );
  if (!(error instanceof TRPCError)) throw new Error("The call was expected to be refused.");
  const { code, details } = toWireError(error, undefined);
  expect(code).toBe("INVALID_INPUT");
  return Array.isArray(details) ? details.map(({ path }) => path.join(".")) : [];
}

describe("availability.mine", () => {
  it("starts a new mentor with no hours, in the time zone of the account", async () => {
    const mentor = await createMentor(db, { timeZone: "Asia/Tokyo" });
    await db.availabilitySchedule.deleteMany({ where: { mentorId: mentor.id } });
    const caller = await as(mentor);
    const { edit, version, today } = await caller.availability.mine();
    expect(edit.weekly).toEqual({ timeZone: "Asia/Tokyo", days: everyDay() });
    expect(today).toBe("2027-02-22");
    const week: [string, string] = ["2027-03-01T00:00Z", "2027-03-08T00:00Z"];
    // The directory doesn't have them yet.
    expect(await refusalOf(startsOf(mentor, week))).toMatchObject({ code: "NOT_FOUND" });

    await caller.availability.update({
      ...edit,
      version,
      overrides: [{ date: "2027-03-02", windows: [MORNING] }],
    });
    expect(await startsOf(mentor, week)).toEqual(["03-02T00:00", "03-02T01:00", "03-02T02:00"]);
  });

  it("shows an ended pause as no pause", async () => {
    const pausedUntil = new Date(NOW.getTime() - 1);
    const { edit } = await mentorWith({ profile: { bookingState: "paused", pausedUntil } });
    expect(edit.settings).toMatchObject({ bookingState: "open", pausedUntil: null });
  });

  it("asks for a profile first", async () => {
    const caller = await as(await createUser(db, { role: "mentor" }));
    expect(await refusalOf(caller.availability.mine())).toMatchObject({ code: "PROFILE_REQUIRED" });
  });
});

describe("availability.update", () => {
  it("records old and new values in the audit log, without the mentor's private text", async () => {
    const { mentor, caller, edit } = await mentorWith({ profile: { location: null } });
    await caller.availability.update({
      ...edit,
      version: 1,
      weekly: { timeZone: "Europe/Berlin", days: everyDay(MORNING) },
      timeOff: [
        {
          startsAt: new Date("2027-03-03T08:00:00Z"),
          endsAt: new Date("2027-03-03T12:00:00Z"),
          label: "Dentist",
        },
      ],
      settings: { ...edit.settings, location: "https://meet.example/secret-room", gapMinutes: 10 },
    });
    const [event] = await db.auditEvent.findMany({
      where: { targetId: mentor.id, action: "availability.updated" },
    });
    expect(event).toMatchObject({
      actorId: mentor.id,
      before: { version: 1, gapMinutes: 0, hasLocation: false, timeOff: [] },
      after: {
        version: 2,
        gapMinutes: 10,
        hasLocation: true,
        timeOff: [{ startsAt: "2027-03-03T08:00:00.000Z", endsAt: "2027-03-03T12:00:00.000Z" }],
      },
    });
    expect(event?.after).toMatchObject({ schedules: [{ timeZone: "Europe/Berlin" }] });
    // Unchanged values are left out.
    expect(event?.after).not.toHaveProperty("dailyCap");
    expect(JSON.stringify([event?.before, event?.after])).not.toMatch(/Dentist|secret-room/);
  });

  it("rejects an outdated version and writes nothing", async () => {
    const { mentor, caller, edit } = await mentorWith();
    await caller.availability.update({ ...edit, version: 1 });
    const before = await caller.availability.mine();
    const late = {
      ...edit,
      version: 1,
      weekly: { timeZone: "Europe/Berlin", days: everyDay() },
      overrides: [{ date: "2027-03-02", windows: [] }],
      settings: { ...edit.settings, gapMinutes: 45 },
    };
    expect(await refusalOf(caller.availability.update(late))).toEqual({
      code: "STALE_VERSION",
      details: { version: 2 },
    });
    expect(await caller.availability.mine()).toEqual(before);
    expect(await db.auditEvent.count({ where: { targetId: mentor.id } })).toBe(1);
  });

  it("saves one of two simultaneous edits, and editing the profile is no conflict", async () => {
    const { mentor, caller, edit } = await mentorWith();
    await db.mentorProfile.update({
      where: { userId: mentor.id },
      data: { version: { increment: 1 } },
    });
    const outcomes = await Promise.allSettled(
      [10, 20].map((gapMinutes) =>
        caller.availability.update({
          ...edit,
          version: 1,
          settings: { ...edit.settings, gapMinutes },
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.auditEvent.count({ where: { targetId: mentor.id } })).toBe(1);
  });

  it("lets mentors edit only their own hours", async () => {
    const { mentor, caller, edit } = await mentorWith();
    const untouched = await caller.availability.mine();
    for (const role of ["mentee", "pm", "admin"] as const) {
      const other = await as(await createUser(db, { role }));
      expect(await refusalOf(other.availability.update({ ...edit, version: 1 }))).toMatchObject({
        code: "FORBIDDEN",
      });
    }
    const another = await mentorWith();
    const closing = { ...edit, version: 1, weekly: { timeZone: "UTC", days: everyDay() } };
    // Fields that the contract doesn't have are ignored.
    const smuggled = { ...closing, mentorId: mentor.id, userId: mentor.id };
    await another.caller.availability.update(smuggled);
    expect(await caller.availability.mine()).toEqual(untouched);
    expect((await another.caller.availability.mine()).edit.weekly.days).toEqual(everyDay());
  });

  it("stores a time zone by its canonical name and rejects unknown ones", async () => {
    const { caller, edit } = await mentorWith();
    const inZone = (timeZone: string) => ({
      ...edit,
      version: 1,
      weekly: { ...edit.weekly, timeZone },
    });
    for (const name of ["EST", "+05:30", "Mars/Olympus"]) {
      expect(await faultyFields(caller.availability.update(inZone(name)))).toEqual([
        "weekly.timeZone",
      ]);
    }
    const saved = await caller.availability.update(inZone("Asia/Calcutta"));
    expect(saved.edit.weekly.timeZone).toBe("Asia/Kolkata");
  });

  it("names each value that is out of range, past or in conflict, and saves nothing", async () => {
    const { caller, edit } = await mentorWith();
    const travel = { ...edit.weekly, validFrom: "2027-03-01", validTo: "2027-03-07" };
    const day = (hour: number) => new Date(`2027-03-05T${hour}:00:00Z`);
    const cases: [Partial<AvailabilityEdit>, string][] = [
      [
        {
          weekly: { ...edit.weekly, days: [Array(21).fill(MORNING), ...edit.weekly.days.slice(1)] },
        },
        "weekly.days.0",
      ],
      [
        { weekly: { ...edit.weekly, days: everyDay({ startMinute: 720, endMinute: 540 }) } },
        "weekly.days.0.0.endMinute",
      ],
      [
        { weekly: { ...edit.weekly, days: everyDay({ startMinute: Number.NaN, endMinute: 540 }) } },
        "weekly.days.0.0.startMinute",
      ],
      [{ travel: [{ ...travel, validTo: "2027-02-28" }] }, "travel.0.validTo"],
      [
        { travel: [travel, { ...travel, validFrom: "2027-03-07", validTo: "2027-03-09" }] },
        "travel.1.validFrom",
      ],
      [
        { travel: [{ ...travel, validFrom: "2027-02-01", validTo: "2027-02-21" }] },
        "travel.0.validTo",
      ],
      [{ overrides: [{ date: "2027-02-21", windows: [] }] }, "overrides.0.date"],
      [{ overrides: [{ date: "2027-02-30", windows: [] }] }, "overrides.0.date"],
      [
        { overrides: ["2027-03-02", "2027-03-02"].map((date) => ({ date, windows: [] })) },
        "overrides.1.date",
      ],
      [{ timeOff: [{ startsAt: day(12), endsAt: day(12), label: "" }] }, "timeOff.0.endsAt"],
      [{ timeOff: [{ startsAt: new Date(0), endsAt: NOW, label: "" }] }, "timeOff.0.startsAt"],
      [
        { timeOff: [{ startsAt: new Date("2027-01-01"), endsAt: NOW, label: "" }] },
        "timeOff.0.endsAt",
      ],
      [
        { settings: { ...edit.settings, bookingState: "paused", pausedUntil: NOW } },
        "settings.pausedUntil",
      ],
      [{ settings: { ...edit.settings, gapMinutes: 241 } }, "settings.gapMinutes"],
      [{ settings: { ...edit.settings, durations: [0] } }, "settings.durations.0"],
      [{ settings: { ...edit.settings, durations: [30, 1440] } }, "settings.durations.1"],
      [{ settings: { ...edit.settings, dailyCap: 0 } }, "settings.dailyCap"],
    ];
    for (const [change, field] of cases) {
      const input = { ...edit, version: 1, ...change };
      const fields = await faultyFields(caller.availability.update(input));
      expect(fields[0], JSON.stringify(change)).toBe(field);
    }
    expect(await caller.availability.mine()).toMatchObject({ version: 1, edit });
  });

  it("leaves past entries alone, and rejects travel that overlaps travel just ended", async () => {
    const { mentor, caller, edit } = await mentorWith();
    const ended = { ...edit.weekly, validFrom: "2027-02-23", validTo: "2027-02-24" };
    await caller.availability.update({
      ...edit,
      version: 1,
      travel: [ended],
      overrides: [{ date: "2027-02-23", windows: [] }],
    });
    const later = await as(mentor, { now: new Date("2027-02-26T12:00:00Z") });
    const mine = await later.availability.mine();
    expect(mine.edit).toMatchObject({ travel: [], overrides: [] });

    const again = { ...ended, validFrom: "2027-02-24", validTo: "2027-02-27" };
    expect(
      await faultyFields(later.availability.update({ ...mine.edit, version: 2, travel: [again] })),
    ).toEqual(["travel"]);
    await later.availability.update({ ...mine.edit, version: 2 });
    expect(await db.availabilityOverride.count({ where: { mentorId: mentor.id } })).toBe(1);
    expect(
      await db.availabilitySchedule.count({ where: { mentorId: mentor.id, travel: true } }),
    ).toBe(1);
  });
});
