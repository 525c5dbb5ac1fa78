import { describe, expect, it } from "vitest";
import {
  fromClock,
  haveOverlap,
  newLongWindows,
  nextWindow,
  toClock,
  windowBetween,
} from "./clock-minutes";

const between = (start: string, end: string) => windowBetween(fromClock(start), fromClock(end));

describe("minutes of the day", () => {
  it("reads and writes values of time inputs, including past midnight", () => {
    expect([fromClock("09:05"), fromClock("00:00"), fromClock("")]).toEqual([545, 0, Number.NaN]);
    expect([545, 0, 1440, 1500, Number.NaN].map(toClock)).toEqual([
      ...["09:05", "00:00", "00:00", "01:00", ""],
    ]);
  });

  it("treats an end that isn't later as one on the next day", () => {
    expect(between("22:00", "01:00")).toEqual({ startMinute: 1320, endMinute: 1500 });
    expect(between("09:00", "09:00")).toEqual({ startMinute: 540, endMinute: 1980 });
    expect(between("09:00", "00:00")).toEqual({ startMinute: 540, endMinute: 1440 });
    // The start moves before the end again, and so does the end.
    expect(windowBetween(0, 1500)).toEqual({ startMinute: 0, endMinute: 60 });
  });

  it("finds new windows longer than half a day", () => {
    const days = (...windows: ReturnType<typeof between>[]) =>
      Array.from({ length: 7 }, (_, day) => (day === 0 ? windows : []));
    const edit = (...windows: ReturnType<typeof between>[]) => ({
      weekly: { days: days(...windows) },
      travel: [{ days: days(...windows) }],
      overrides: [{ date: "2027-03-16", windows }],
    });
    const slip = between("17:00", "16:00");
    expect(newLongWindows(edit(slip), edit())).toEqual([
      { on: { weekday: 1, journey: null }, window: slip },
      { on: { weekday: 1, journey: 1 }, window: slip },
      { on: { date: "2027-03-16" }, window: slip },
    ]);
    expect(newLongWindows(edit(slip), edit(slip))).toEqual([]);
    const [half, more] = [between("21:00", "09:00"), between("06:00", "18:01")];
    expect(newLongWindows(edit(half, more), edit(slip))).toMatchObject([
      { window: more },
      { window: more },
      { window: more },
    ]);
  });

  it("suggests hours after the last window", () => {
    expect(nextWindow([])).toEqual(between("09:00", "17:00"));
    expect(nextWindow([between("09:00", "12:00")])).toEqual(between("13:00", "15:00"));
    expect(nextWindow([between("22:00", "01:00")])).toEqual(between("09:00", "17:00"));
  });

  it("detects overlaps, including with the night before", () => {
    const morning = between("09:00", "12:00");
    expect(haveOverlap([morning, between("12:00", "13:00")])).toBe(false);
    expect(haveOverlap([between("11:00", "13:00"), morning])).toBe(true);
    expect(haveOverlap([between("00:30", "02:00")], [between("23:00", "01:00")])).toBe(true);
    expect(haveOverlap([between("01:00", "02:00")], [between("23:00", "01:00")])).toBe(false);
  });
});
