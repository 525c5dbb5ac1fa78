import { describe, expect, test } from "vitest";
import {
  at,
  DAY,
  everyDay,
  facts,
  HOUR,
  labels,
  MINUTE,
  mentor,
  schedule,
  show,
  window,
} from "../test/build.ts";
import { busyRange, explain, localTime, openSlots } from "./index.ts";

// 2027-03-01 is a Monday; hours are in UTC unless a case is about zones.

const monday = { from: at("2027-03-01T00:00Z"), to: at("2027-03-02T00:00Z") };
const on = (time: string) => at(`2027-03-01T${time}Z`);
const hours = (...windows: string[]) => ({ schedules: [schedule("UTC", { 1: windows })] });
const session = (start: string, end: string) => ({ start: on(start), end: on(end), counts: true });
type Rest = Parameters<typeof facts>[1];
const offered = (settings: Parameters<typeof facts>[0], rest: Rest = {}) =>
  labels({ ...facts(settings, rest), ...monday }, "UTC");

describe("the grid", () => {
  test("60 minutes fit 09:15-10:15 once", () => {
    expect(offered(hours("09:15-10:15"))).toBe("09:15");
  });

  test("30 minutes fit 09:05-10:05 twice, from its start", () => {
    expect(offered(hours("09:05-10:05"), { duration: 30 })).toBe("09:05 09:35");
  });

  test("a 25-minute increment comes from the duration or a setting, and the buffer never moves the grid", () => {
    expect(offered(hours("09:00-10:15"), { duration: 25 })).toBe("09:00 09:25 09:50");
    const twentyAndFive = { ...hours("09:00-10:15"), slotStep: 25, gap: 5 };
    expect(offered(twentyAndFive, { duration: 20 })).toBe("09:00 09:25 09:50");
    const gapOnly = { ...hours("09:00-10:00"), gap: 5 };
    expect(offered(gapOnly, { duration: 20 })).toBe("09:00 09:20 09:40");
  });

  test("each window has its own grid", () => {
    expect(offered(hours("08:00-12:00", "12:30-17:30"))).toBe(
      "08:00 09:00 10:00 11:00 12:30 13:30 14:30 15:30 16:30",
    );
  });

  test("a booking removes slots and shifts none", () => {
    const all = offered(hours("09:00-12:00"), { duration: 45 });
    expect(all).toBe("09:00 09:45 10:30 11:15");
    const mentorBusy = [session("09:45", "10:30")];
    expect(offered(hours("09:00-12:00"), { duration: 45, mentorBusy })).toBe("09:00 10:30 11:15");
  });

  test("overlapping and adjacent windows are merged, and each start appears once", () => {
    expect(offered(hours("09:00-12:00", "11:00-13:00"))).toBe("09:00 10:00 11:00 12:00");
    expect(offered(hours("09:00-12:00", "12:00-14:00"))).toBe("09:00 10:00 11:00 12:00 13:00");
    // 11:30 spans both windows; both grids stay in force, sorted into one list.
    expect(offered(hours("09:00-12:00", "12:00-14:00"), { duration: 50 })).toBe(
      "09:00 09:50 10:40 11:30 12:00 12:50",
    );
    expect(offered(hours("09:00-12:00", "11:00-13:00"), { duration: 45 })).toBe(
      "09:00 09:45 10:30 11:00 11:15 11:45",
    );
    expect(offered(hours("09:00-10:00", "09:00-10:00"), { duration: 30 })).toBe("09:00 09:30");
  });

  test("a Sunday window past midnight merges with a Monday window", () => {
    const schedules = [schedule("UTC", { 7: ["23:00-25:00"], 1: ["00:30-02:00"] })];
    const input = facts({ schedules }, { duration: 30 });
    const from = at("2027-02-28T12:00Z");
    expect(labels({ ...input, from, to: from + DAY }, "UTC")).toBe(
      "23:00 23:30 00:00 00:30 01:00 01:30",
    );
  });

  test("returns an empty list when no slot fits", () => {
    expect(offered({})).toBe("");
    expect(offered(hours())).toBe("");
    expect(offered(hours("09:00-09:45"))).toBe("");
    expect(offered(hours("00:00-24:00"), { duration: 1440 })).toBe("00:00");
  });
});

describe("the range", () => {
  test("a slot belongs to the range that contains its start, even if it ends later", () => {
    const input = facts(hours("09:00-12:00"));
    const before = labels({ ...input, from: monday.from, to: on("10:30") }, "UTC");
    const after = labels({ ...input, from: on("10:30"), to: monday.to }, "UTC");
    expect([before, after]).toEqual(["09:00 10:00", "11:00"]);
  });

  test("the range is half-open and may be empty", () => {
    const input = facts(hours("09:00-12:00"));
    expect(labels({ ...input, from: on("09:00"), to: on("10:00") }, "UTC")).toBe("09:00");
    expect(labels({ ...input, from: on("09:00"), to: on("09:00") }, "UTC")).toBe("");
  });

  test("answers a whole year, and a limit cuts it short", () => {
    const input = facts({ schedules: [schedule("Europe/Berlin", everyDay("00:00-24:00"))] });
    const year = { from: at("2027-01-01T00:00Z"), to: at("2028-01-02T00:00Z") };
    const all = openSlots({ ...input, ...year });
    expect(all).toHaveLength(366 * 24);
    expect(openSlots({ ...input, ...year, limit: 3 })).toEqual(all.slice(0, 3));
    expect(openSlots({ ...input, ...year, limit: 0 })).toEqual([]);
  });

  test("labels an instant for any viewer without losing or merging slots", () => {
    const slots = openSlots({
      ...facts({ schedules: [schedule("America/New_York", { 7: ["00:00-04:00"] })] }),
      from: at("2027-11-07T00:00Z"),
      to: at("2027-11-08T00:00Z"),
    });
    expect(slots).toHaveLength(5);
    for (const viewer of ["Europe/London", "Asia/Kathmandu", "America/New_York"]) {
      const shown = slots.map((start) => localTime(start, viewer));
      expect(new Set(shown.map((label) => JSON.stringify(label))).size).toBe(5);
    }
  });
});

describe("overrides and time off", () => {
  test("an override's date is in the mentor's time zone, whatever the viewer's", () => {
    const schedules = [schedule("Pacific/Auckland", everyDay("09:00-10:00"))];
    const overrides = [{ date: "2027-03-02", windows: [] }];
    const input = {
      ...facts({ schedules, overrides }),
      from: monday.from,
      to: on("00:00") + 3 * DAY,
    };
    // 09:00 in Auckland is 20:00Z, and 12:00 in Los Angeles, of the day before.
    expect(openSlots(input).map(show)).toEqual(["03-02T20:00Z", "03-03T20:00Z"]);
  });

  test("an override on a clock-change day follows the wall clock", () => {
    const schedules = [schedule("America/New_York", everyDay("09:00-17:00"))];
    const overrides = [{ date: "2027-03-14", windows: [window("02:30-04:00")] }];
    const from = at("2027-03-14T05:00Z");
    const input = {
      ...facts({ schedules, overrides }, { duration: 30 }),
      from,
      to: from + 23 * HOUR,
    };
    expect(openSlots(input).map(show)).toEqual(["03-14T07:00Z", "03-14T07:30Z"]);
  });

  test("an override replaces what starts on its date, not what runs into it", () => {
    const schedules = [schedule("UTC", everyDay("22:00-26:00"))];
    const overrides = [{ date: "2027-03-01", windows: [window("12:00-13:00")] }];
    expect(labels({ ...facts({ schedules, overrides }), ...monday }, "UTC")).toBe(
      "00:00 01:00 12:00",
    );
  });

  test("time off removes every slot it overlaps and none it only touches", () => {
    const timeOff = [{ start: on("10:30"), end: on("11:00") }];
    expect(offered({ ...hours("09:00-13:00"), timeOff }, { duration: 30 })).toBe(
      "09:00 09:30 10:00 11:00 11:30 12:00 12:30",
    );
    expect(offered({ ...hours("09:00-13:00"), timeOff })).toBe("09:00 11:00 12:00");
  });
});

describe("now", () => {
  const soon = (now: string, minNotice = 120) =>
    offered({ ...hours("09:00-15:00"), minNotice }, { now: at(`2027-03-01T${now}Z`) });

  test("minimum notice is exact to the millisecond", () => {
    expect(soon("10:00:00.000")).toBe("12:00 13:00 14:00");
    expect(soon("10:00:00.001")).toBe("13:00 14:00");
  });

  test("notice that ends between two starts leads to the next one", () => {
    expect(soon("09:20")).toBe("12:00 13:00 14:00");
  });

  test("without notice a slot can start right now, but never earlier", () => {
    expect(soon("12:00:00.000", 0)).toBe("12:00 13:00 14:00");
    expect(soon("12:00:00.001", 0)).toBe("13:00 14:00");
  });

  test("the last bookable date is the mentor's today plus the booking window, to its end", () => {
    const schedules = [schedule("Pacific/Auckland", everyDay("00:00-24:00"))];
    // 11:00Z is midnight in Auckland, so from then on today is March 2 there.
    const last = (now: string) =>
      openSlots({
        ...facts({ schedules, horizonDays: 1 }, { now: at(now) }),
        from: monday.from,
        to: monday.to + 7 * DAY,
      }).at(-1);
    expect(last("2027-03-01T10:59Z")).toBe(at("2027-03-02T10:00Z"));
    expect(last("2027-03-01T11:00Z")).toBe(at("2027-03-03T10:00Z"));
  });

  test("the booking window is read in the time zone of the slot when the zone changes", () => {
    const schedules = [
      schedule("America/Los_Angeles", everyDay("09:00-10:00"), { validTo: "2027-03-02" }),
      schedule("Asia/Tokyo", everyDay("09:00-10:00"), { validFrom: "2027-03-03" }),
    ];
    // 15:30Z on the 1st is already the 2nd in Tokyo, so a horizon of one day reaches the 3rd there.
    const input = facts({ schedules, horizonDays: 1 }, { now: at("2027-03-01T15:30Z") });
    const slots = openSlots({ ...input, from: monday.from, to: monday.to + 7 * DAY });
    expect(slots.map(show)).toEqual(["03-01T17:00Z", "03-02T17:00Z", "03-03T00:00Z"]);
  });
});

describe("caps", () => {
  const counted = (...starts: string[]) =>
    starts.map((iso) => ({ start: at(iso), end: at(iso) + 30 * MINUTE, counts: true }));

  test("the daily cap counts by the mentor's date", () => {
    const schedules = [schedule("America/New_York", everyDay("20:00-22:00"))];
    // 21:00 on February 28 in New York, though already March in UTC.
    const mentorBusy = counted("2027-03-01T02:00Z");
    const input = facts({ schedules, dailyCap: 1 }, { mentorBusy });
    const range = { from: at("2027-02-28T00:00Z"), to: at("2027-03-03T00:00Z") };
    expect(openSlots({ ...input, ...range }).map(show)).toEqual([
      "02-28T01:00Z",
      "02-28T02:00Z",
      "03-02T01:00Z",
      "03-02T02:00Z",
    ]);
  });

  test("a session past midnight counts once, on the date it starts", () => {
    const settings = { schedules: [schedule("UTC", everyDay("10:00-11:00"))], dailyCap: 1 };
    const mentorBusy = [{ start: on("23:30"), end: on("23:30") + HOUR, counts: true }];
    const range = { from: monday.from, to: monday.to + DAY };
    expect(openSlots({ ...facts(settings, { mentorBusy }), ...range }).map(show)).toEqual([
      "03-02T10:00Z",
    ]);
  });

  test("both passes of a repeated hour count towards one date", () => {
    const settings = {
      schedules: [schedule("America/New_York", { 7: ["01:00-02:00"] })],
      dailyCap: 1,
    };
    const mentorBusy = counted("2027-11-07T05:00Z");
    const range = { from: at("2027-11-07T00:00Z"), to: at("2027-11-08T00:00Z") };
    expect(openSlots({ ...facts(settings, { mentorBusy }), ...range })).toEqual([]);
  });

  test("the weekly cap counts by ISO week, Monday to Sunday", () => {
    const settings = { schedules: [schedule("UTC", everyDay("10:00-11:00"))], weeklyCap: 2 };
    const mentorBusy = counted("2027-03-01T12:00Z", "2027-03-07T23:30Z", "2027-03-08T00:00Z");
    const range = { from: at("2027-02-28T00:00Z"), to: at("2027-03-09T00:00Z") };
    expect(openSlots({ ...facts(settings, { mentorBusy }), ...range }).map(show)).toEqual([
      "02-28T10:00Z",
      "03-08T10:00Z",
    ]);
  });

  test("only sessions as a mentor count, and a cap of zero offers nothing", () => {
    const [other] = counted("2027-03-01T07:00Z");
    const mentorBusy = [{ start: 0, end: 0, ...other, counts: false }];
    const settings = { ...hours("09:00-11:00"), dailyCap: 1, weeklyCap: 1 };
    expect(offered(settings, { mentorBusy })).toBe("09:00 10:00");
    expect(offered({ ...settings, dailyCap: 0 })).toBe("");
    expect(offered({ ...settings, weeklyCap: 0 })).toBe("");
  });

  test("a session being moved is left out by the caller and doesn't count", () => {
    const own = session("09:00", "10:00");
    const settings = { ...hours("09:00-12:00"), dailyCap: 1 };
    expect(offered(settings, { mentorBusy: [own] })).toBe("");
    expect(offered(settings, { mentorBusy: [] })).toBe("09:00 10:00 11:00");
  });
});

describe("the buffer", () => {
  const quarterly = { ...hours("09:00-12:00"), slotStep: 15 };

  test("a session before the range still keeps its buffer free", () => {
    const settings = { ...quarterly, gap: 30 };
    const mentorBusy = [{ start: on("08:00"), end: on("09:30"), counts: true }];
    const input = facts(settings, { mentorBusy });
    expect(labels({ ...input, from: on("09:00"), to: on("10:00") }, "UTC")).toBe("09:30 09:45");
  });

  test("a session keeps its own buffer free before the next one", () => {
    const settings = { ...quarterly, gap: 30 };
    const mentorBusy = [session("11:00", "12:30")];
    expect(offered(settings, { mentorBusy })).toBe("09:00 09:15 09:30");
  });

  test("the buffer neither shrinks nor extends a window", () => {
    expect(offered({ ...hours("09:00-11:00"), gap: 30 })).toBe("09:00 10:00");
  });

  test("a longer buffer does not apply to sessions booked before", () => {
    const mentorBusy = [session("09:00", "10:00")];
    expect(offered({ ...hours("09:00-12:00"), gap: 30 }, { mentorBusy })).toBe("10:00 11:00");
  });

  test("without a buffer, sessions can be back to back for both parties", () => {
    const menteeBusy = [{ start: on("09:00"), end: on("10:00") }];
    const mentorBusy = [session("11:00", "12:00")];
    expect(offered(hours("09:00-13:00"), { menteeBusy, mentorBusy })).toBe("10:00 12:00");
  });
});

describe("a mentor who takes no bookings", () => {
  const paused = (pausedUntil: number | null) => ({
    ...hours("09:00-12:00"),
    unavailable: "PAUSED" as const,
    pausedUntil,
  });

  test.each(["PAUSED", "CLOSED", "INACTIVE", "SUSPENDED", "HIDDEN"] as const)(
    "%s offers nothing",
    (unavailable) => expect(offered({ ...hours("09:00-12:00"), unavailable })).toBe(""),
  );

  test("a pause ends automatically: later starts are open before and after it ends", () => {
    for (const now of ["2027-02-01T00:00Z", "2027-03-01T10:30Z"]) {
      expect(offered(paused(on("11:00")), { now: at(now) })).toBe("11:00");
    }
    expect(offered(paused(null))).toBe("");
    expect(explain({ ...facts(paused(on("11:00"))), start: on("10:00") })).toEqual(["PAUSED"]);
    expect(explain({ ...facts(paused(on("11:00"))), start: on("11:00") })).toEqual([]);
  });

  test("a leftover end of pause has no effect on a mentor who isn't paused", () => {
    const settings = { ...hours("09:00-11:00"), pausedUntil: on("12:00") };
    expect(offered(settings)).toBe("09:00 10:00");
    expect(offered({ ...settings, unavailable: "INACTIVE" })).toBe("");
  });
});

describe("busyRange", () => {
  test("covers a session and its buffer, and the whole week when caps count", () => {
    const range = { start: monday.from, end: monday.to };
    expect(busyRange(range, { mentor: mentor({ gap: 30 }), duration: 60 })).toEqual({
      start: monday.from,
      end: monday.to + 90 * MINUTE,
    });
    const capped = busyRange(range, { mentor: mentor({ weeklyCap: 1 }), duration: 60 });
    expect(capped.start).toBeLessThanOrEqual(monday.from - 8 * DAY);
    expect(capped.end).toBeGreaterThanOrEqual(monday.to + 8 * DAY);
  });
});
