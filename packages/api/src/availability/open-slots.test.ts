import { createMentee, createMentor } from "@sundial/db/factories";
import { describe, expect, it } from "vitest";
import { testApi } from "../testing/callers.ts";

const { db, as } = await testApi();

const HOUR = { startMinute: 600, endMinute: 660 };

describe("availability.openSlots", () => {
  it("names the next start of that length after an empty range", async () => {
    const { availability } = await as(await createMentee(db));
    const mentor = await createMentor(db, { hours: [HOUR], profile: { horizonDays: 30 } });
    const range = { from: new Date("2027-02-26T11:00Z"), to: new Date("2027-02-27T00:00Z") };
    const asked = { mentorId: mentor.id, durationMinutes: 60 };
    expect(await availability.openSlots({ ...asked, ...range })).toMatchObject({
      slots: [],
      nextStart: new Date("2027-02-27T10:00Z"),
    });
    const withSome = { from: new Date("2027-02-26T00:00Z"), to: range.to };
    expect(await availability.openSlots({ ...asked, ...withSome })).toMatchObject({
      slots: [{ startsAt: new Date("2027-02-26T10:00Z") }],
      nextStart: null,
    });
  });

  it("names none beyond the mentor's booking window, or the longest one allowed", async () => {
    const { availability } = await as(await createMentee(db));
    const mentor = await createMentor(db, { hours: [HOUR], profile: { horizonDays: 7 } });
    for (const month of ["2027-04", "2029-01"]) {
      const range = { from: new Date(`${month}-01T00:00Z`), to: new Date(`${month}-28T00:00Z`) };
      expect(await availability.openSlots({ mentorId: mentor.id, ...range })).toMatchObject({
        slots: [],
        nextStart: null,
      });
    }
  });
});
