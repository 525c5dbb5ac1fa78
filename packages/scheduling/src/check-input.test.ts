import { describe, expect, test } from "vitest";
import { at, DAY, everyDay, facts, mentor, schedule } from "../test/build.ts";
import {
  explain,
  MAX_RANGE_DAYS,
  type MentorAvailability,
  openSlots,
  SchedulingError,
} from "./index.ts";

const from = at("2027-03-01T00:00Z");
const to = from + DAY;
const open = { schedules: [schedule("UTC", everyDay("09:00-12:00"))] };

function codeOf(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    if (error instanceof SchedulingError) return error.code;
    throw error;
  }
  return undefined;
}

describe("openSlots and explain reject the same input", () => {
  const bad = (settings: Partial<MentorAvailability>) => ({
    mentor: mentor({ ...open, ...settings }),
  });
  const window = (startMinute: number, endMinute: number) =>
    bad({ overrides: [{ date: "2027-03-01", windows: [{ startMinute, endMinute }] }] });
  const dates = (validFrom: string | null, validTo: string | null) =>
    bad({ schedules: [{ timeZone: "UTC", validFrom, validTo, rules: [] }] });
  const rule = (weekday: number) =>
    bad({
      schedules: [{ ...schedule("UTC", {}), rules: [{ weekday, startMinute: 0, endMinute: 60 }] }],
    });

  test.each([
    // A duration that could never advance or never fit.
    ["INVALID_DURATION", { duration: 0 }],
    ["INVALID_DURATION", { duration: -30 }],
    ["INVALID_DURATION", { duration: 30.5 }],
    ["INVALID_DURATION", { duration: 1441 }],
    ["INVALID_DURATION", { duration: Number.NaN }],
    ["INVALID_RANGE", { now: Number.NaN }],
    ["INVALID_RANGE", { now: at("2400-01-01T00:00Z") }],
    ["INVALID_INTERVAL", { menteeBusy: [{ start: to, end: from }] }],
    ["INVALID_INTERVAL", { mentorBusy: [{ start: from, end: Number.NaN, counts: true }] }],
    ["INVALID_INTERVAL", bad({ timeOff: [{ start: Number.NEGATIVE_INFINITY, end: to }] })],
    ["INVALID_AVAILABILITY", bad({ slotStep: 0 })],
    ["INVALID_AVAILABILITY", bad({ slotStep: 7.5 })],
    ["INVALID_AVAILABILITY", bad({ gap: -1 })],
    ["INVALID_AVAILABILITY", bad({ minNotice: Number.NaN })],
    ["INVALID_AVAILABILITY", bad({ horizonDays: Number.POSITIVE_INFINITY })],
    ["INVALID_AVAILABILITY", bad({ dailyCap: -1 })],
    ["INVALID_AVAILABILITY", bad({ weeklyCap: 0.5 })],
    ["INVALID_AVAILABILITY", bad({ pausedUntil: Number.NaN })],
    ["INVALID_AVAILABILITY", window(-1, 60)],
    ["INVALID_AVAILABILITY", window(1440, 1500)],
    ["INVALID_AVAILABILITY", window(600, 600)],
    ["INVALID_AVAILABILITY", window(600, 2041)],
    ["INVALID_AVAILABILITY", rule(0)],
    ["INVALID_AVAILABILITY", rule(8)],
    ["INVALID_DATE", dates("2027-02-30", null)],
    ["INVALID_DATE", dates(null, "1 March 2027")],
    ["INVALID_DATE", bad({ overrides: [{ date: "", windows: [] }] })],
    ["UNKNOWN_TIME_ZONE", bad({ schedules: [schedule("Mars/Olympus", {})] })],
  ])("%s: %j", (code, change) => {
    const input = { ...facts(open), ...change };
    expect(codeOf(() => openSlots({ ...input, from, to }))).toBe(code);
    expect(codeOf(() => explain({ ...input, start: from }))).toBe(code);
  });
});

describe("ranges", () => {
  const longest = from + MAX_RANGE_DAYS * DAY;

  test.each([
    ["INVALID_RANGE", { from: Number.NaN, to }],
    ["INVALID_RANGE", { from, to: Number.POSITIVE_INFINITY }],
    ["INVALID_RANGE", { from: from + 0.5, to }],
    ["INVALID_RANGE", { from: to, to: from }],
    ["INVALID_RANGE", { from: at("2400-01-01T00:00Z"), to: at("2400-01-02T00:00Z") }],
    ["INVALID_RANGE", { from, to, limit: Number.NaN }],
    ["INVALID_RANGE", { from, to, limit: -1 }],
    ["RANGE_TOO_LONG", { from, to: longest + 1 }],
  ])("%s: %j", (code, range) => {
    expect(codeOf(() => openSlots({ ...facts(open), ...range }))).toBe(code);
  });

  test("accepts the longest range", () => {
    expect(openSlots({ ...facts(open), from, to: longest })).toHaveLength(MAX_RANGE_DAYS * 3);
  });

  test("explain needs a valid instant", () => {
    expect(codeOf(() => explain({ ...facts(open), start: Number.NaN }))).toBe("INVALID_RANGE");
  });
});
