import { describe, expect, test } from "vitest";
import { at, everyDay, facts, labels, schedule, show, stretches, window } from "../test/build.ts";
import { localTime, openSlots } from "./index.ts";

// Ids are those of the product's table of time-zone cases.

type Golden = [id: string, timeZone: string, date: string, window: string, expected: string[]];

const goldens: Golden[] = [
  ["TZ1", "America/New_York", "2027-03-14", "13:00-18:00", ["03-14T17:00Z/03-14T22:00Z"]],
  ["TZ2", "America/New_York", "2027-11-07", "13:00-18:00", ["11-07T18:00Z/11-07T23:00Z"]],
  ["TZ3", "America/New_York", "2027-03-14", "01:00-05:00", ["03-14T06:00Z/03-14T09:00Z"]],
  ["TZ4", "America/New_York", "2027-03-14", "02:30-04:00", ["03-14T07:00Z/03-14T08:00Z"]],
  ["TZ5", "America/New_York", "2027-03-14", "02:15-02:45", []],
  ["TZ5", "America/New_York", "2027-03-14", "02:00-03:00", []],
  ["TZ6", "America/New_York", "2027-03-14", "00:00-24:00", ["03-14T05:00Z/03-15T04:00Z"]],
  ["TZ6", "America/New_York", "2027-11-07", "00:00-24:00", ["11-07T04:00Z/11-08T05:00Z"]],
  ["TZ7", "America/New_York", "2027-11-07", "00:30-04:00", ["11-07T04:30Z/11-07T09:00Z"]],
  ["TZ8", "America/New_York", "2027-11-07", "01:00-02:00", ["11-07T05:00Z/11-07T07:00Z"]],
  ["TZ11", "America/New_York", "2027-03-13", "22:00-26:00", ["03-14T03:00Z/03-14T07:00Z"]],
  ["TZ12", "America/New_York", "2027-03-13", "23:00-27:00", ["03-14T04:00Z/03-14T07:00Z"]],
  ["TZ12", "America/New_York", "2027-11-06", "23:00-27:00", ["11-07T03:00Z/11-07T08:00Z"]],
  ["TZ15", "Asia/Beirut", "2027-03-28", "09:00-12:00", ["03-28T06:00Z/03-28T09:00Z"]],
  ["TZ18", "Asia/Kathmandu", "2027-03-01", "09:00-12:00", ["03-01T03:15Z/03-01T06:15Z"]],
  ["TZ19", "America/St_Johns", "2027-03-14", "09:00-12:00", ["03-14T11:30Z/03-14T14:30Z"]],
];

/** Midnight transitions, half-hour summer time, a skipped date: beyond the table. */
const furtherGoldens: Golden[] = [
  [
    "part of an hour that repeats",
    "America/New_York",
    "2027-11-07",
    "01:15-01:45",
    ["11-07T05:15Z/11-07T05:45Z", "11-07T06:15Z/11-07T06:45Z"],
  ],
  ["midnight skipped", "Asia/Beirut", "2027-03-28", "00:00-02:00", ["03-27T22:00Z/03-27T23:00Z"]],
  [
    "the evening before midnight is skipped",
    "Asia/Beirut",
    "2027-03-27",
    "22:00-24:00",
    ["03-27T20:00Z/03-27T22:00Z"],
  ],
  [
    "over the skipped midnight",
    "Asia/Beirut",
    "2027-03-27",
    "23:00-26:00",
    ["03-27T21:00Z/03-27T23:00Z"],
  ],
  [
    "hour before midnight repeated",
    "Asia/Beirut",
    "2027-10-30",
    "23:00-24:00",
    ["10-30T20:00Z/10-30T22:00Z"],
  ],
  [
    "midnight skipped",
    "America/Havana",
    "2027-03-14",
    "00:00-01:30",
    ["03-14T05:00Z/03-14T05:30Z"],
  ],
  [
    "hour after midnight repeated",
    "America/Havana",
    "2027-11-07",
    "00:00-01:00",
    ["11-07T04:00Z/11-07T06:00Z"],
  ],
  [
    "hour before midnight repeated",
    "America/Santiago",
    "2027-04-03",
    "22:00-24:00",
    ["04-04T01:00Z/04-04T04:00Z"],
  ],
  [
    "midnight skipped",
    "America/Santiago",
    "2027-09-05",
    "00:00-24:00",
    ["09-05T04:00Z/09-06T03:00Z"],
  ],
  [
    "half-hour gap",
    "Australia/Lord_Howe",
    "2027-10-03",
    "01:00-03:00",
    ["10-02T14:30Z/10-02T16:00Z"],
  ],
  [
    "half-hour repeat",
    "Australia/Lord_Howe",
    "2027-04-04",
    "01:00-02:00",
    ["04-03T14:00Z/04-03T15:30Z"],
  ],
  ["two-hour gap", "Antarctica/Troll", "2027-03-28", "00:00-04:00", ["03-28T00:00Z/03-28T02:00Z"]],
  ["date that does not exist", "Pacific/Apia", "2011-12-30", "00:00-24:00", []],
  [
    "date before the skipped one",
    "Pacific/Apia",
    "2011-12-29",
    "22:00-26:00",
    ["12-30T08:00Z/12-30T10:00Z"],
  ],
  [
    "date after the skipped one",
    "Pacific/Apia",
    "2011-12-31",
    "00:00-02:00",
    ["12-30T10:00Z/12-30T12:00Z"],
  ],
  ["over a year end", "Europe/London", "2026-12-31", "23:00-25:00", ["12-31T23:00Z/01-01T01:00Z"]],
];

describe.each([...goldens, ...furtherGoldens])(
  "%s: %s %s %s",
  (_, timeZone, date, text, expected) => {
    const from = `${date}T00:00Z`;
    const days = (count: number) => new Date(at(from) + count * 86_400_000).toISOString();

    test("as a weekly rule", () => {
      const only = { validFrom: date, validTo: date };
      const schedules = [schedule(timeZone, everyDay(text), only)];
      expect(stretches({ schedules }, days(-3), days(4))).toEqual(expected);
    });

    test("as a date override", () => {
      const schedules = [schedule(timeZone, {})];
      const overrides = [{ date, windows: [window(text)] }];
      expect(stretches({ schedules, overrides }, days(-3), days(4))).toEqual(expected);
    });
  },
);

test("both passes of a repeated hour are offered, told apart by their offset", () => {
  const slots = openSlots({
    ...facts(
      { schedules: [schedule("America/New_York", { 7: ["01:00-02:00"] })] },
      { duration: 30 },
    ),
    from: at("2027-11-07T00:00Z"),
    to: at("2027-11-08T00:00Z"),
  });
  expect(slots.map(show)).toEqual(["11-07T05:00Z", "11-07T05:30Z", "11-07T06:00Z", "11-07T06:30Z"]);
  const shown = slots.map((start) => localTime(start, "America/New_York"));
  expect(shown.map(({ minute, offsetMinutes }) => [minute, offsetMinutes / 60])).toEqual([
    [60, -4],
    [90, -4],
    [60, -5],
    [90, -5],
  ]);
});

test("the grid of a zone with a fractional offset is the same for every viewer", () => {
  const slots = openSlots({
    ...facts({ schedules: [schedule("Asia/Kathmandu", { 1: ["09:00-12:00"] })] }),
    from: at("2027-03-01T00:00Z"),
    to: at("2027-03-02T00:00Z"),
  });
  expect(slots.map(show)).toEqual(["03-01T03:15Z", "03-01T04:15Z", "03-01T05:15Z"]);
  expect(slots.map((start) => localTime(start, "Asia/Kathmandu").minute / 60)).toEqual([9, 10, 11]);
});

describe("grids across a clock change", () => {
  const newYork = (text: string) => ({ schedules: [schedule("America/New_York", { 7: [text] })] });
  const spring = { from: at("2027-03-14T05:00Z"), to: at("2027-03-15T04:00Z") };
  const autumn = { from: at("2027-11-07T04:00Z"), to: at("2027-11-08T05:00Z") };

  test("increments are elapsed time: a window across the skipped hour keeps one grid", () => {
    const input = { ...facts(newYork("01:00-05:00"), { duration: 45 }), ...spring };
    expect(labels(input, "America/New_York")).toBe("01:00 01:45 03:30 04:15");
  });

  test("a window that begins in the skipped hour starts where the clock resumes", () => {
    const input = { ...facts(newYork("02:30-04:00"), { duration: 25 }), ...spring };
    expect(labels(input, "America/New_York")).toBe("03:00 03:25");
  });

  test("a window across the repeated hour keeps one grid", () => {
    const input = { ...facts(newYork("00:30-03:00"), { duration: 45 }), ...autumn };
    expect(labels(input, "America/New_York")).toBe("00:30 01:15 01:00 01:45");
  });

  test("a window that occurs twice is anchored twice, and both passes offer the same times", () => {
    const input = { ...facts(newYork("01:00-01:50"), { duration: 25 }), ...autumn };
    expect(labels(input, "America/New_York")).toBe("01:00 01:25 01:00 01:25");
  });
});

test("a range across New Year neither loses nor repeats a slot", () => {
  const input = facts({ schedules: [schedule("America/New_York", everyDay("00:00-24:00"))] });
  const range = { from: at("2026-12-30T00:00Z"), to: at("2027-01-03T00:00Z") };
  const expected = Array.from({ length: 96 }, (_, hour) => range.from + hour * 3_600_000);
  expect(openSlots({ ...input, ...range })).toEqual(expected);
});

test("sessions of 24 hours fit on both sides of the date line", () => {
  for (const timeZone of ["Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
    const schedules = [schedule(timeZone, everyDay("00:00-24:00"))];
    const input = facts({ schedules, slotStep: 60 }, { duration: 1440 });
    for (const hour of [0, 9, 13, 23]) {
      const from = at("2027-03-01T00:00Z") + hour * 3_600_000;
      expect(openSlots({ ...input, from, to: from + 1 })).toEqual([from]);
    }
  }
});

describe("travel", () => {
  const schedules = [
    schedule("America/New_York", everyDay("09:00-10:00"), { validTo: "2027-03-09" }),
    schedule("Asia/Tokyo", everyDay("09:00-10:00"), {
      validFrom: "2027-03-10",
      validTo: "2027-03-11",
    }),
    schedule("America/New_York", everyDay("09:00-10:00"), { validFrom: "2027-03-12" }),
  ];

  test("each window is read in the time zone of the schedule valid on its date", () => {
    const input = {
      ...facts({ schedules }),
      from: at("2027-03-08T00:00Z"),
      to: at("2027-03-13T00:00Z"),
    };
    expect(openSlots(input).map(show)).toEqual([
      "03-08T14:00Z",
      "03-09T14:00Z",
      "03-10T00:00Z",
      "03-11T00:00Z",
      "03-12T14:00Z",
    ]);
  });

  test("a future schedule does not affect today's", () => {
    const later = schedule("Asia/Tokyo", {}, { validFrom: "2035-01-01" });
    const settled = schedule("America/New_York", everyDay("09:00-10:00"), {
      validTo: "2034-12-31",
    });
    const mentorBusy = [
      { start: at("2027-03-09T23:00Z"), end: at("2027-03-09T23:30Z"), counts: true },
    ];
    const input = facts({ schedules: [settled, later], dailyCap: 1 }, { mentorBusy });
    const range = { from: at("2027-03-09T00:00Z"), to: at("2027-03-11T00:00Z") };
    expect(openSlots({ ...input, ...range }).map(show)).toEqual(["03-10T14:00Z"]);
  });

  test("a window past midnight belongs entirely to the date it starts on", () => {
    const lastNight = [schedule("UTC", everyDay("23:00-25:00"), { validTo: "2027-03-09" })];
    expect(stretches({ schedules: lastNight }, "2027-03-09T00:00Z", "2027-03-12T00:00Z")).toEqual([
      "03-09T00:00Z/03-09T01:00Z",
      "03-09T23:00Z/03-10T01:00Z",
    ]);
  });

  test("an override uses the time zone of its date, and has no effect outside a schedule's validity", () => {
    const overrides = [
      { date: "2027-03-09", windows: [window("12:00-13:00")] },
      { date: "2027-03-10", windows: [window("12:00-13:00")] },
    ];
    const ended = [...schedules.slice(0, 2)];
    const beyond = [...overrides, { date: "2027-03-20", windows: [window("12:00-13:00")] }];
    expect(
      stretches({ schedules: ended, overrides: beyond }, "2027-03-09T00:00Z", "2027-03-30T00:00Z"),
    ).toEqual([
      "03-09T17:00Z/03-09T18:00Z",
      "03-10T03:00Z/03-10T04:00Z",
      "03-11T00:00Z/03-11T01:00Z",
    ]);
  });
});
