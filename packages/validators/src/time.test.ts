import { describe, expect, it } from "vitest";
import { clock, dateOrder } from "./enums.ts";
import { type FormatSettings, formatSettingsOf } from "./format-settings.ts";
import {
  dayDifference,
  describeZone,
  formatTimeLeft,
  localDate,
  type TimeFormats,
  timeFormats,
} from "./time.ts";

const NEW_YORK = "America/New_York";
const at = (iso: string) => new Date(iso);

const american = timeFormats(formatSettingsOf({ locale: "en-US" }));
const british = timeFormats(formatSettingsOf({ locale: "en-GB" }));
const japanese = timeFormats(formatSettingsOf({ locale: "en-JP" }));

describe("times and dates on pages", () => {
  const purposes = (formats: TimeFormats) => {
    const [zone, startsAt, endsAt] = [
      ...["Europe/Berlin"],
      ...[at("2027-03-06T12:30:00Z"), at("2027-03-06T13:30:00Z")],
    ] as const;
    return {
      time: formats.time(startsAt, zone),
      day: formats.day(startsAt, zone),
      shortDay: formats.shortDay(startsAt, zone),
      fullDay: formats.fullDay(startsAt, zone),
      date: formats.date(startsAt, zone),
      month: formats.month(startsAt, zone),
      shortDateTime: formats.shortDateTime(startsAt, zone),
      dateTime: formats.dateTime(startsAt, zone),
      fullDateTime: formats.fullDateTime(startsAt, zone),
      timeRange: formats.timeRange({ startsAt, endsAt }, zone),
    };
  };

  it("follow American format for an American", () => {
    expect(purposes(american)).toEqual({
      time: "1:30 PM",
      day: "Saturday, March 6",
      shortDay: "Sat, Mar 6",
      fullDay: "Saturday, March 6, 2027",
      date: "Mar 6, 2027",
      month: "March 2027",
      shortDateTime: "Sat, Mar 6, 1:30 PM",
      dateTime: "Mar 6, 2027, 1:30 PM",
      fullDateTime: "Saturday, March 6, 2027, 1:30 PM (Berlin, GMT+1)",
      timeRange: "Saturday, March 6, 2027, 1:30 PM to 2:30 PM (Berlin, GMT+1)",
    });
  });

  it("put the day first and use 24 hours in Britain", () => {
    expect(purposes(british)).toEqual({
      time: "13:30",
      day: "Saturday 6 March",
      shortDay: "Sat 6 Mar",
      fullDay: "Saturday 6 March 2027",
      date: "6 Mar 2027",
      month: "March 2027",
      shortDateTime: "Sat 6 Mar, 13:30",
      dateTime: "6 Mar 2027, 13:30",
      fullDateTime: "Saturday 6 March 2027, 13:30 (Berlin, GMT+1)",
      timeRange: "Saturday 6 March 2027, 13:30 to 14:30 (Berlin, GMT+1)",
    });
  });

  it("put the year first in Japan", () => {
    expect(purposes(japanese)).toMatchObject({
      time: "13:30",
      day: "Saturday, March 6",
      fullDay: "Saturday, 2027-03-06",
      date: "2027-03-06",
      fullDateTime: "Saturday, 2027-03-06, 13:30 (Berlin, GMT+1)",
    });
  });

  it("start the week on the reader's first weekday", () => {
    const week = (formats: TimeFormats) => formats.weekdays.map(({ shortName }) => shortName);
    expect(week(american).join(" ")).toBe("Sun Mon Tue Wed Thu Fri Sat");
    expect(week(british).join(" ")).toBe("Mon Tue Wed Thu Fri Sat Sun");
    const iranian = timeFormats(formatSettingsOf({ locale: "fa-IR" }));
    expect(week(iranian).join(" ")).toBe("Sat Sun Mon Tue Wed Thu Fri");
    expect(iranian.weekdays[0]).toEqual({ iso: 6, name: "Saturday", shortName: "Sat" });
  });

  it("write midnight and noon unambiguously", () => {
    const [midnight, noon] = [at("2027-03-06T00:00:00Z"), at("2027-03-06T12:00:00Z")];
    expect([midnight, noon].map((instant) => american.time(instant, "UTC"))).toEqual([
      "12:00 AM",
      "12:00 PM",
    ]);
    expect([midnight, noon].map((instant) => british.time(instant, "UTC"))).toEqual([
      "00:00",
      "12:00",
    ]);
  });

  it("name the zone in a repeated hour, and no two labels are the same", () => {
    const starts = ["05:00", "05:30", "06:00", "06:30"].map((time) => at(`2027-11-07T${time}:00Z`));
    expect(starts.map((start) => american.time(start, NEW_YORK))).toEqual([
      "1:00 AM EDT",
      "1:30 AM EDT",
      "1:00 AM EST",
      "1:30 AM EST",
    ]);
    expect(starts.map((start) => british.time(start, NEW_YORK))).toEqual([
      "01:00 EDT",
      "01:30 EDT",
      "01:00 EST",
      "01:30 EST",
    ]);
  });

  it("do the same for shifts of half an hour and two hours, and only then", () => {
    const troll = ["2027-10-30T23:30:00Z", "2027-10-31T01:30:00Z", "2027-10-31T03:30:00Z"];
    expect(troll.map((start) => british.time(at(start), "Antarctica/Troll"))).toEqual([
      "01:30 GMT+2",
      "01:30 GMT",
      "03:30",
    ]);
    expect(american.time(at("2027-04-03T14:45:00Z"), "Australia/Lord_Howe")).toBe("1:45 AM GMT+11");
    expect(american.time(at("2027-11-07T07:00:00Z"), NEW_YORK)).toBe("2:00 AM");
    expect(american.time(at("2027-03-16T17:30:00Z"), NEW_YORK)).toBe("1:30 PM");
  });
});

describe("regardless of the settings", () => {
  const everySetting: FormatSettings[] = clock.options.flatMap((clock) =>
    dateOrder.options.map((dateOrder) => ({ clock, dateOrder, weekStart: 1 })),
  );
  const everyHour = Array.from({ length: 366 * 24 }, (_, hour) => {
    return new Date(Date.UTC(2028, 0, 1, hour, (hour * 7) % 60));
  });

  it.each(everySetting)("mean the same minute with $clock, $dateOrder", (settings) => {
    const formats = timeFormats(settings);
    for (const instant of everyHour) {
      const { hour, minute, isMorning } = readTime(formats.time(instant, "UTC"));
      expect(isMorning === null).toBe(settings.clock === "h23");
      const hourOfDay = isMorning === null ? hour : (hour % 12) + (isMorning ? 0 : 12);
      expect([hourOfDay, minute]).toEqual([instant.getUTCHours(), instant.getUTCMinutes()]);
    }
  });

  it.each(everySetting)("mean the same date with $clock, $dateOrder", (settings) => {
    const formats = timeFormats(settings);
    for (const instant of everyHour.filter((_, hour) => hour % 24 === 0)) {
      const date = instant.toISOString().slice(0, 10);
      for (const text of [formats.date(instant, "UTC"), formats.fullDay(instant, "UTC")]) {
        const withoutWeekday = text.replace(/^[A-Z][a-z]+day,? /, "");
        expect(new Date(`${withoutWeekday} UTC`).toISOString().slice(0, 10), text).toBe(date);
      }
    }
  });

  function readTime(text: string) {
    const [, hour, minute, half] = /^(\d{1,2}):(\d\d)(?: (AM|PM))?$/.exec(text) ?? [];
    return {
      hour: Number(hour),
      minute: Number(minute),
      isMorning: half === undefined ? null : half === "AM",
    };
  }
});

describe("dates and zones", () => {
  it("names the day and date on the wall calendar there", () => {
    const instant = at("2027-03-16T23:30:00Z");
    expect(localDate(instant, "UTC")).toBe("2027-03-16");
    expect(localDate(instant, "Asia/Tokyo")).toBe("2027-03-17");
    expect(american.fullDay(instant, "Asia/Tokyo")).toBe("Wednesday, March 17, 2027");
    expect(dayDifference(instant, "Asia/Tokyo", "UTC")).toBe(1);
    expect(dayDifference(instant, "UTC", "Asia/Tokyo")).toBe(-1);
    expect(dayDifference(instant, "Europe/London", "UTC")).toBe(0);
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
