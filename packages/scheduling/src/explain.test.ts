import { describe, expect, test } from "vitest";
import { at, facts, HOUR, MINUTE, schedule, window } from "../test/build.ts";
import { explain, PRIVATE_REASONS, publicReasons, REASONS, type Reason } from "./index.ts";

// Monday 2027-03-01, 09:00-12:00 UTC, seen from 07:00 that day.
const on = (time: string) => at(`2027-03-01T${time}Z`);
const open = { schedules: [schedule("UTC", { 1: ["09:00-12:00"] })] };
const claim = (start: string, minutes: number) => ({
  start: on(start),
  end: on(start) + minutes * MINUTE,
  counts: true,
});

type Case = [Reason, string, Parameters<typeof facts>[0], Parameters<typeof facts>[1]?];

const cases: Case[] = [
  ["MENTOR_UNAVAILABLE", "10:00", { unavailable: "SUSPENDED" }],
  ["PAUSED", "10:00", { unavailable: "PAUSED" }],
  ["PAST", "10:00", { minNotice: 60 }, { now: on("10:00") + 1 }],
  ["TOO_SOON", "10:00", { minNotice: 241 }, { now: on("06:00") }],
  ["TOO_SOON", "10:00", { minNotice: 240, needsAnswer: true }, { now: on("06:00") }],
  ["BEYOND_HORIZON", "10:00", { horizonDays: 2 }, { now: on("10:00") - 72 * HOUR }],
  ["DURATION_NOT_OFFERED", "10:00", { durations: [30] }],
  ["OUTSIDE_HOURS", "08:30", {}],
  ["OUTSIDE_HOURS", "11:01", {}],
  ["DATE_OVERRIDE", "10:00", { overrides: [{ date: "2027-03-01", windows: [] }] }],
  ["OUTSIDE_HOURS", "13:00", { overrides: [{ date: "2027-03-01", windows: [] }] }],
  [
    "DATE_OVERRIDE",
    "10:00",
    { overrides: [{ date: "2027-03-01", windows: [window("10:30-12:00")] }] },
  ],
  ["OFF_GRID", "10:15", {}],
  ["OFF_GRID", "10:00:00.001", {}],
  ["TIME_OFF", "10:00", { timeOff: [claim("10:59", 60)] }],
  ["MENTOR_BUSY", "10:00", {}, { mentorBusy: [claim("09:30", 31)] }],
  ["GAP", "10:00", { gap: 30 }, { mentorBusy: [claim("11:29", 60)] }],
  ["MENTEE_BUSY", "10:00", {}, { menteeBusy: [claim("10:30", 10)] }],
  ["DAILY_CAP", "10:00", { dailyCap: 1 }, { mentorBusy: [claim("20:00", 60)] }],
  [
    "WEEKLY_CAP",
    "10:00",
    { weeklyCap: 1 },
    {
      mentorBusy: [
        {
          ...claim("20:00", 60),
          start: on("20:00") + 6 * 24 * HOUR,
          end: on("21:00") + 6 * 24 * HOUR,
        },
      ],
    },
  ],
];

test.each(cases)("%s alone at %s", (reason, start, settings, rest) => {
  const input = facts({ ...open, ...settings }, { now: on("07:00"), ...rest });
  expect(explain({ ...input, start: on(start) })).toEqual([reason]);
});

test("every reason has a case", () => {
  expect(new Set(cases.map(([reason]) => reason))).toEqual(new Set(REASONS));
});

describe("boundaries", () => {
  const borders: Case[] = [
    ["TOO_SOON", "10:00", { minNotice: 240 }, { now: on("06:00") }],
    ["BEYOND_HORIZON", "10:00", { horizonDays: 3 }, { now: on("10:00") - 72 * HOUR }],
    ["TIME_OFF", "10:00", { timeOff: [claim("11:00", 60), claim("09:00", 60)] }],
    ["TIME_OFF", "10:00", { timeOff: [claim("10:30", 0)] }],
    ["MENTOR_BUSY", "10:00", {}, { mentorBusy: [claim("09:00", 60), claim("11:00", 60)] }],
    ["GAP", "10:00", { gap: 30 }, { mentorBusy: [claim("11:30", 60)] }],
    ["MENTEE_BUSY", "10:00", {}, { menteeBusy: [claim("09:00", 60), claim("11:00", 60)] }],
    ["DAILY_CAP", "10:00", { dailyCap: 2 }, { mentorBusy: [claim("20:00", 60)] }],
  ];

  test.each(borders)("not yet %s at %s", (_, start, settings, rest) => {
    const input = facts({ ...open, ...settings }, { now: on("05:00"), ...rest });
    expect(explain({ ...input, start: on(start) })).toEqual([]);
  });
});

test("lists every reason that applies, in the order of REASONS", () => {
  const input = facts(
    { ...open, durations: [30], timeOff: [claim("08:00", 600)], gap: 10, dailyCap: 1 },
    { now: on("09:30"), mentorBusy: [claim("09:00", 60), claim("10:20", 60)] },
  );
  expect(explain({ ...input, start: on("09:15") })).toEqual([
    "PAST",
    "DURATION_NOT_OFFERED",
    "OFF_GRID",
    "TIME_OFF",
    "MENTOR_BUSY",
    "GAP",
    "DAILY_CAP",
  ]);
});

test("a mentor without schedules is never open", () => {
  expect(explain({ ...facts({ dailyCap: 1 }), start: on("10:00") })).toEqual(["OUTSIDE_HOURS"]);
});

describe("what a mentee can see", () => {
  test("private reasons are replaced by a generic one and never dropped", () => {
    for (const reason of PRIVATE_REASONS) {
      expect(publicReasons([reason])).toEqual(["MENTOR_UNAVAILABLE"]);
    }
    expect(publicReasons(["TOO_SOON", "TIME_OFF", "GAP", "MENTEE_BUSY"])).toEqual([
      "TOO_SOON",
      "MENTOR_UNAVAILABLE",
      "MENTEE_BUSY",
    ]);
    expect(publicReasons([])).toEqual([]);
  });

  test("closed, inactive, suspended and hidden mentors look alike", () => {
    const told = (["CLOSED", "INACTIVE", "SUSPENDED", "HIDDEN"] as const).map((unavailable) =>
      explain({ ...facts({ ...open, unavailable }), start: on("10:00") }),
    );
    expect(new Set(told.map((reasons) => reasons.join()))).toEqual(new Set(["MENTOR_UNAVAILABLE"]));
  });
});
