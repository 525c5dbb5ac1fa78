import { localTime } from "@sundial/scheduling";
import { describe, expect, it } from "vitest";
import { startsOf } from "./plan.ts";

const at = (iso: string) => new Date(`${iso}:00Z`);

/** Starts as UTC without seconds. */
const shown = (...[pattern, zone]: Parameters<typeof startsOf>) =>
  startsOf(pattern, zone).map((each) => each.toISOString().slice(0, 16));

describe("the starts of a series", () => {
  it("keep the time of the clock when clocks go forward", () => {
    const pattern = { startsAt: at("2027-03-01T14:00"), everyWeeks: 1, count: 4 };
    expect(shown(pattern, "America/New_York")).toEqual([
      "2027-03-01T14:00",
      "2027-03-08T14:00",
      "2027-03-15T13:00",
      "2027-03-22T13:00",
    ]);
  });

  it("keep it when clocks go back, every two weeks", () => {
    const pattern = { startsAt: at("2027-10-18T07:00"), everyWeeks: 2, count: 3 };
    expect(shown(pattern, "Europe/Berlin")).toEqual([
      "2027-10-18T07:00",
      "2027-11-01T08:00",
      "2027-11-15T08:00",
    ]);
  });

  it("keep the weekday of the mentor's calendar, not of UTC", () => {
    const pattern = { startsAt: at("2027-03-12T03:00"), everyWeeks: 1, count: 2 };
    const zone = "America/Los_Angeles";
    const weekdays = startsOf(pattern, zone).map((each) => localTime(each.getTime(), zone).weekday);
    expect(weekdays).toEqual([4, 4]);
    expect(shown(pattern, zone)).toEqual(["2027-03-12T03:00", "2027-03-19T02:00"]);
  });

  it("move a time that the clocks skip behind the change, and return to it a week later", () => {
    const pattern = { startsAt: at("2027-03-07T07:30"), everyWeeks: 1, count: 3 };
    expect(shown(pattern, "America/New_York")).toEqual([
      "2027-03-07T07:30",
      "2027-03-14T07:30",
      "2027-03-21T06:30",
    ]);
  });

  it("begin at the instant that was chosen, also the second time an hour is shown", () => {
    const pattern = { startsAt: at("2027-11-07T06:30"), everyWeeks: 1, count: 2 };
    expect(shown(pattern, "America/New_York")).toEqual(["2027-11-07T06:30", "2027-11-14T06:30"]);
  });
});
