import { describe, expect, it } from "vitest";
import {
  dayDifference,
  describeZone,
  formatDistinctTime,
  formatFullDay,
  formatMoment,
  formatTimeLeft,
  localDate,
} from "./time.ts";

const NEW_YORK = "America/New_York";
const at = (iso: string) => new Date(iso);

describe("formatDistinctTime", () => {
  it("names the zone in the hour that clocks repeat, so that no two labels are the same", () => {
    const starts = ["05:00", "05:30", "06:00", "06:30"].map((time) => at(`2027-11-07T${time}:00Z`));
    expect(starts.map((start) => formatDistinctTime(start, NEW_YORK))).toEqual([
      "1:00 AM EDT",
      "1:30 AM EDT",
      "1:00 AM EST",
      "1:30 AM EST",
    ]);
  });

  it("does so when clocks go back by half an hour or by two hours, and at no other time", () => {
    const troll = ["2027-10-30T23:30:00Z", "2027-10-31T01:30:00Z", "2027-10-31T03:30:00Z"];
    expect(troll.map((start) => formatDistinctTime(at(start), "Antarctica/Troll"))).toEqual([
      "1:30 AM GMT+2",
      "1:30 AM GMT",
      "3:30 AM",
    ]);
    expect(formatDistinctTime(at("2027-04-03T14:45:00Z"), "Australia/Lord_Howe")).toMatch(
      /^1:45 AM GMT\+11$/,
    );
    expect(formatDistinctTime(at("2027-11-07T07:00:00Z"), NEW_YORK)).toBe("2:00 AM");
    expect(formatDistinctTime(at("2027-03-16T17:30:00Z"), NEW_YORK)).toBe("1:30 PM");
  });
});

describe("dates and zones", () => {
  it("names the day and the date that the wall calendar there shows", () => {
    const instant = at("2027-03-16T23:30:00Z");
    expect(localDate(instant, "UTC")).toBe("2027-03-16");
    expect(localDate(instant, "Asia/Tokyo")).toBe("2027-03-17");
    expect(formatFullDay(instant, "Asia/Tokyo")).toBe("Wednesday, March 17, 2027");
    expect(dayDifference(instant, "Asia/Tokyo", "UTC")).toBe(1);
    expect(dayDifference(instant, "UTC", "Asia/Tokyo")).toBe(-1);
    expect(dayDifference(instant, "Europe/London", "UTC")).toBe(0);
  });

  it("names a moment with its zone", () => {
    expect(formatMoment(at("2027-03-16T12:30:00Z"), "Europe/Berlin")).toBe(
      "Tuesday, March 16, 2027, 1:30 PM (Berlin, GMT+1)",
    );
  });

  it("describes a zone by its city and its offset on that day", () => {
    expect(describeZone("Europe/Berlin", at("2027-01-10T00:00:00Z"))).toBe("Berlin, GMT+1");
    expect(describeZone("Europe/Berlin", at("2027-07-10T00:00:00Z"))).toBe("Berlin, GMT+2");
    expect(describeZone("America/Argentina/Buenos_Aires", at("2027-07-10T00:00:00Z"))).toBe(
      "Buenos Aires, GMT-3",
    );
    expect(describeZone("UTC", at("2027-07-10T00:00:00Z"))).toBe("UTC");
  });
});

describe("formatTimeLeft", () => {
  it.each([
    ["2027-03-16T12:00:59Z", "less than a minute"],
    ["2027-03-16T12:45:30Z", "45 min"],
    ["2027-03-16T13:00:00Z", "1 h"],
    ["2027-03-18T11:59:00Z", "47 h"],
    ["2027-03-18T12:00:00Z", "2 days"],
    ["2027-03-16T11:00:00Z", "less than a minute"],
  ])("until %s: %s", (until, text) => {
    expect(formatTimeLeft(at(until), at("2027-03-16T12:00:00Z"))).toBe(text);
  });
});
