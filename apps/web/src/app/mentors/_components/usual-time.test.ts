import { describe, expect, it } from "vitest";
import { bookAgainPath, findUsualStart, readUsualTime } from "./usual-time";

const ZONE = "Europe/Berlin";
const free = (...starts: string[]) =>
  starts.map((start) => ({ startsAt: new Date(start), youAreBusy: false }));

describe("booking again", () => {
  it("asks for the weekday, time and length on the reader's clock", () => {
    const held = {
      mentorId: "amara",
      startsAt: new Date("2027-03-02T23:30:00Z"),
      endsAt: new Date("2027-03-03T00:15:00Z"),
    };
    // A Wednesday in Berlin.
    const path = bookAgainPath(held, ZONE);
    expect(path).toBe("/mentors/amara?weekday=3&time=00%3A30&minutes=45");
    const params = Object.fromEntries(new URL(path, "https://sundial.example").searchParams);
    const usual = { weekday: 3, time: "00:30" };
    expect(readUsualTime(params, [30, 45])).toEqual({ ...usual, durationMinutes: 45 });
    expect(readUsualTime(params, [30])).toEqual({ ...usual, durationMinutes: 30 });
    expect(readUsualTime({ weekday: "8", time: "99:00", minutes: "x" }, [30])).toBeNull();
  });

  it("finds the same time of the week, also after clocks change", () => {
    const slots = free(
      "2027-03-24T09:00:00Z",
      "2027-03-24T11:00:00Z",
      // After summer time begins on March 28, 10:00 in Berlin is 8:00 UTC.
      "2027-03-31T08:00:00Z",
    );
    const [first = { startsAt: new Date(), youAreBusy: false }, ...later] = slots;
    const usual = { weekday: 3, time: "10:00" };
    expect(findUsualStart(slots, usual, ZONE)).toEqual({ start: first.startsAt, isExact: true });
    const busy = [{ ...first, youAreBusy: true }, ...later];
    expect(findUsualStart(busy, usual, ZONE)).toEqual({
      start: new Date("2027-03-31T08:00:00Z"),
      isExact: true,
    });
  });

  it("takes the closest time of the next such weekday when that time is never open", () => {
    const slots = free("2027-03-23T09:00:00Z", "2027-03-24T08:00:00Z", "2027-03-24T10:00:00Z");
    expect(findUsualStart(slots, { weekday: 3, time: "12:00" }, ZONE)).toEqual({
      start: new Date("2027-03-24T10:00:00Z"),
      isExact: false,
    });
    expect(findUsualStart(slots, { weekday: 5, time: "12:00" }, ZONE)).toBeNull();
  });
});
