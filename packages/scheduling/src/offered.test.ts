import { describe, expect, it } from "vitest";
import { mentorDayAt, offeredMinutes } from "./offered.ts";

const HOUR = 60;
const at = (text: string) => Date.parse(text);
const everyDay = (startMinute: number, endMinute: number) =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, startMinute, endMinute }));
const home = (
  timeZone: string,
  rules = everyDay(9 * HOUR, 17 * HOUR),
  [validFrom, validTo]: [string | null, string | null] = [null, null],
) => ({ timeZone, validFrom, validTo, rules });

type Mentor = Parameters<typeof offeredMinutes>[0];
const mentor = (changes: Partial<Mentor> = {}): Mentor => ({
  schedules: [home("Europe/Berlin")],
  overrides: [],
  timeOff: [],
  unavailable: null,
  pausedUntil: null,
  ...changes,
});
const NOON = at("2027-03-10T12:00:00Z");

describe("the minutes that hours offer on a day", () => {
  it("are those of the weekly hours, whatever the time of the day", () => {
    for (const time of ["2027-03-09T23:00:00Z", "2027-03-10T12:00:00Z", "2027-03-10T22:59:59Z"]) {
      expect(offeredMinutes(mentor(), at(time))).toBe(8 * HOUR);
    }
  });

  it("count windows that overlap once", () => {
    const rules = [...everyDay(540, 600), ...everyDay(570, 660)];
    expect(offeredMinutes(mentor({ schedules: [home("UTC", rules)] }), NOON)).toBe(120);
  });

  it("follow a date override, also one without hours", () => {
    const override = (windows: { startMinute: number; endMinute: number }[]) =>
      mentor({ overrides: [{ date: "2027-03-10", windows }] });
    expect(offeredMinutes(override([{ startMinute: 600, endMinute: 645 }]), NOON)).toBe(45);
    expect(offeredMinutes(override([]), NOON)).toBe(0);
  });

  it("leave out time off", () => {
    const start = at("2027-03-10T09:00:00Z");
    const timeOff = [{ start, end: start + 90 * 60_000 }];
    expect(offeredMinutes(mentor({ timeOff }), NOON)).toBe(8 * HOUR - 90);
  });

  it("split a window that goes past midnight between both days", () => {
    const rules = [{ weekday: 2, startMinute: 22 * HOUR, endMinute: 25 * HOUR }];
    const night = mentor({ schedules: [home("UTC", rules)] });
    expect(offeredMinutes(night, at("2027-03-09T12:00:00Z"))).toBe(120);
    expect(offeredMinutes(night, NOON)).toBe(60);
  });

  it("are an hour less or more on days when clocks change", () => {
    const all = mentor({ schedules: [home("Europe/Berlin", everyDay(0, 1440))] });
    expect(offeredMinutes(all, at("2027-03-28T12:00:00Z"))).toBe(23 * HOUR);
    expect(offeredMinutes(all, at("2027-10-31T12:00:00Z"))).toBe(25 * HOUR);
  });

  it("are nothing for a mentor who takes no bookings, until a pause ends", () => {
    for (const unavailable of ["CLOSED", "INACTIVE", "SUSPENDED", "PAUSED"] as const) {
      expect(offeredMinutes(mentor({ unavailable }), NOON)).toBe(0);
    }
    const pausedUntil = at("2027-03-10T15:00:00Z");
    expect(offeredMinutes(mentor({ unavailable: "PAUSED", pausedUntil }), NOON)).toBe(60);
    const before = pausedUntil - 7 * 86_400_000;
    expect(offeredMinutes(mentor({ unavailable: "PAUSED", pausedUntil: before }), NOON)).toBe(480);
  });

  it("are nothing without schedules", () => {
    expect(offeredMinutes(mentor({ schedules: [] }), NOON)).toBe(0);
    expect(mentorDayAt({ schedules: [] }, NOON)).toBeNull();
  });

  it("follow the hours of a trip during travel", () => {
    const schedules = [
      home("Europe/Berlin", everyDay(540, 1020), [null, "2027-03-09"]),
      home("Asia/Tokyo", everyDay(600, 660), ["2027-03-10", "2027-03-12"]),
      home("Europe/Berlin", everyDay(540, 1020), ["2027-03-13", null]),
    ];
    expect(offeredMinutes(mentor({ schedules }), at("2027-03-11T02:00:00Z"))).toBe(60);
    expect(mentorDayAt({ schedules }, at("2027-03-11T15:00:00Z"))).toEqual({
      date: "2027-03-12",
      start: at("2027-03-11T15:00:00Z"),
    });
  });
});

describe("a mentor's day", () => {
  it.each([
    ["Pacific/Kiritimati", "2027-03-11", "2027-03-10T10:00:00Z"],
    ["Pacific/Niue", "2027-03-10", "2027-03-10T11:00:00Z"],
    ["Asia/Kolkata", "2027-03-10", "2027-03-09T18:30:00Z"],
  ])("in %s begins at midnight there", (zone, date, start) => {
    expect(mentorDayAt({ schedules: [home(zone)] }, NOON)).toEqual({ date, start: at(start) });
  });

  it("begins later where clocks skip midnight", () => {
    const cuba = { schedules: [home("America/Havana")] };
    expect(mentorDayAt(cuba, at("2027-03-14T12:00:00Z"))).toEqual({
      date: "2027-03-14",
      start: at("2027-03-14T05:00:00Z"),
    });
  });
});
