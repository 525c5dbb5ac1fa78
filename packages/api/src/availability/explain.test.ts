import { createMentee, createMentor, createUser } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { refusalOf, testApi } from "../testing/callers.ts";

const { db, as } = await testApi();
const menteeUser = await createMentee(db);
const mentee = await as(menteeUser);
const otherMentor = await as(await createMentor(db));
const staff = [
  await as(await createUser(db, { role: "pm" })),
  await as(await createUser(db, { role: "admin" })),
];

const startsAt = new Date("2027-03-02T10:00:00Z");

describe("availability.explain", () => {
  it("gives no reason for a start that can be booked", async () => {
    const mentor = await createMentor(db);
    const asked = { mentorId: mentor.id, startsAt, durationMinutes: 60 };
    for (const caller of [mentee, otherMentor, await as(mentor), ...staff]) {
      expect(await caller.availability.explain(asked)).toEqual({
        mentorTimeZone: "UTC",
        reasons: [],
        unavailable: null,
      });
    }
  });

  it("hides the mentor's private reasons from mentees and shows them to the mentor and staff", async () => {
    const mentor = await createMentor(db);
    await db.timeOff.create({
      data: {
        mentorId: mentor.id,
        startsAt,
        endsAt: new Date("2027-03-02T12:00:00Z"),
        label: "Dentist",
      },
    });
    await db.availabilityOverride.create({
      data: { mentorId: mentor.id, localDate: new Date("2027-03-02"), kind: "unavailable" },
    });
    const asked = { mentorId: mentor.id, startsAt, durationMinutes: 60 };
    for (const caller of [await as(mentor), ...staff]) {
      const { reasons } = await caller.availability.explain(asked);
      expect(reasons).toEqual(["DATE_OVERRIDE", "TIME_OFF"]);
    }
    for (const caller of [mentee, otherMentor]) {
      const { reasons } = await caller.availability.explain(asked);
      expect(reasons).toEqual(["MENTOR_UNAVAILABLE"]);
    }
  });

  it("shows reasons that aren't private: hours, grid, length and the viewer's own session", async () => {
    const [mentor, other] = [
      await createMentor(db, { hours: [{ startMinute: 540, endMinute: 720 }] }),
      await createMentor(db),
    ];
    await mentee.officeSession.book({
      mentorId: other.id,
      startsAt: new Date("2027-03-01T10:00:00Z"),
      durationMinutes: 60,
      topic: "Elsewhere",
    });
    const reasonsAt = async (time: string, durationMinutes = 60) => {
      const start = new Date(`2027-03-01T${time}:00Z`);
      const asked = { mentorId: mentor.id, startsAt: start, durationMinutes };
      return (await mentee.availability.explain(asked)).reasons;
    };
    expect(await reasonsAt("08:00")).toEqual(["OUTSIDE_HOURS"]);
    expect(await reasonsAt("09:10", 30)).toEqual(["OFF_GRID"]);
    expect(await reasonsAt("09:00", 45)).toEqual(["DURATION_NOT_OFFERED"]);
    expect(await reasonsAt("10:00")).toEqual(["MENTEE_BUSY"]);
    expect(await reasonsAt("11:00")).toEqual([]);
  });

  it("shows a mentee that a mentor is paused, and hides why others take no bookings", async () => {
    const paused = await createMentor(db, { profile: { bookingState: "paused" } });
    const ask = (mentor: { id: string }) => ({
      mentorId: mentor.id,
      startsAt,
      durationMinutes: 60,
    });
    expect(await mentee.availability.explain(ask(paused))).toMatchObject({
      reasons: ["PAUSED"],
      unavailable: null,
    });

    const closed = await createMentor(db, { profile: { bookingState: "closed" } });
    const suspended = await createMentor(db, { user: { status: "suspended" } });
    const inactive = await createMentor(db, { user: { status: "inactive" } });
    const settingUp = await createMentor(db, { profile: { location: null } });
    for (const [mentor, unavailable] of [
      [closed, "CLOSED"],
      [suspended, "SUSPENDED"],
      [inactive, "INACTIVE"],
      [settingUp, "SETTING_UP"],
    ] as const) {
      for (const caller of staff) {
        expect(await caller.availability.explain(ask(mentor))).toMatchObject({
          reasons: ["MENTOR_UNAVAILABLE"],
          unavailable,
        });
      }
      for (const caller of [mentee, otherMentor]) {
        expect(await refusalOf(caller.availability.explain(ask(mentor)))).toEqual(
          await refusalOf(caller.availability.explain(ask({ id: "nobody" }))),
        );
      }
    }
    expect(await (await as(closed)).availability.explain(ask(closed))).toMatchObject({
      unavailable: "CLOSED",
    });
  });

  it("returns 404 for someone who is not a mentor", async () => {
    for (const caller of [mentee, ...staff]) {
      const asked = { mentorId: menteeUser.id, startsAt, durationMinutes: 60 };
      expect(await refusalOf(caller.availability.explain(asked))).toMatchObject({
        code: "NOT_FOUND",
      });
    }
  });
});
