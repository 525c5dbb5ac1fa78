import { Temporal } from "temporal-polyfill";
import type { BookingFacts, DayWindow, Interval, Reason, Schedule } from "../src/index";
import { DAY, MINUTE } from "./build";

/*
 * The expected answers, found the slow way: read the wall clock of every single minute and check
 * each rule literally. No offsets, no segments, no interval sets. Whole-minute zones only.
 */

type Reading = { date: string; minute: number };

/** A wall clock per zone that caches its readings, because reading is expensive here. */
function wallClocks() {
  const clocks = new Map<string, (instant: number) => Reading>();
  return (instant: number, timeZone: string): Reading => {
    const clock = clocks.get(timeZone) ?? wallClock(timeZone);
    clocks.set(timeZone, clock);
    return clock(instant);
  };
}

function wallClock(timeZone: string) {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "short",
  });
  const shown = new Map<number, Reading>();
  return (instant: number): Reading => {
    const known = shown.get(instant);
    if (known) return known;
    const [date = "", time = ""] = format.format(instant).split(" ");
    const [hours = 0, minutes = 0] = time.split(":").map(Number);
    const reading = { date, minute: hours * 60 + minutes };
    shown.set(instant, reading);
    return reading;
  };
}

const plainDates = new Map<string, { yesterday: string; weekday: number; week: string }>();

function dateFacts(date: string) {
  const known = plainDates.get(date);
  if (known) return known;
  const plain = Temporal.PlainDate.from(date);
  const found = {
    yesterday: plain.subtract({ days: 1 }).toString(),
    weekday: plain.dayOfWeek,
    week: `${plain.yearOfWeek}-W${plain.weekOfYear}`,
  };
  plainDates.set(date, found);
  return found;
}

const overlaps = (a: Interval, b: Interval) => Math.max(a.start, b.start) < Math.min(a.end, b.end);

/** Reasons for each whole minute of the range, which must begin and end on a whole minute. */
export function oracle(input: BookingFacts, range: Interval): Map<number, Set<Reason>> {
  const { mentor, mentorBusy, menteeBusy, now, duration } = input;
  const length = duration * MINUTE;
  const step = mentor.slotStep ?? duration;
  const read = wallClocks();
  const schedules = [...mentor.schedules].sort((a, b) =>
    (a.validFrom ?? "").localeCompare(b.validFrom ?? ""),
  );

  function windowsOf(
    schedule: Schedule,
    date: string,
    useOverrides: boolean,
  ): readonly DayWindow[] {
    if (schedule.validFrom !== null && date < schedule.validFrom) return [];
    if (schedule.validTo !== null && date > schedule.validTo) return [];
    const override = mentor.overrides.find((candidate) => candidate.date === date);
    if (useOverrides && override) return override.windows;
    const { weekday } = dateFacts(date);
    return schedule.rules.filter((rule) => rule.weekday === weekday);
  }

  /**
   * Names of the windows that contain the reading: those of its date, and yesterday's past
   * midnight.
   */
  function windowsAt(instant: number, useOverrides: boolean): string[] {
    return schedules.flatMap((schedule, number) => {
      const { date, minute } = read(instant, schedule.timeZone);
      const { yesterday } = dateFacts(date);
      const named = (day: string, clock: number) =>
        windowsOf(schedule, day, useOverrides).flatMap((window, index) =>
          window.startMinute <= clock && clock < window.endMinute
            ? [`${number}/${day}/${index}`]
            : [],
        );
      return [...named(date, minute), ...named(yesterday, minute + 1440)];
    });
  }

  const open = new Set<number>();
  const ordinary = new Set<number>();
  const grid = new Set<number>();
  let anchors = new Map<string, number>();
  for (let t = range.start - 2 * DAY; t < range.end + length; t += MINUTE) {
    const current = new Map<string, number>();
    for (const name of windowsAt(t, true)) {
      const anchor = anchors.get(name) ?? t;
      current.set(name, anchor);
      if (((t - anchor) / MINUTE) % step === 0) grid.add(t);
      open.add(t);
    }
    if (windowsAt(t, false).length > 0) ordinary.add(t);
    anchors = current;
  }

  const holds = (minutes: Set<number>, start: number) => {
    for (let t = start; t < start + length; t += MINUTE) if (!minutes.has(t)) return false;
    return true;
  };

  /**
   * A schedule applies from its first moment, even while its clock goes back over that midnight.
   */
  const ruling = schedules.map(({ validFrom, timeZone }) => {
    if (validFrom === null) return { timeZone, from: Number.NEGATIVE_INFINITY };
    let from = Date.parse(validFrom) - 2 * DAY;
    while (read(from, timeZone).date < validFrom) from += MINUTE;
    return { timeZone, from };
  });
  const homeZone = (instant: number) =>
    (ruling.findLast(({ from }) => from <= instant) ?? ruling[0])?.timeZone;

  const sessions = mentorBusy
    .filter(({ counts }) => counts)
    .map(({ start }) => read(start, homeZone(start) ?? "UTC").date);

  const lastDates = new Map<string, string>();
  function lastDateIn(zone: string): string {
    const known = lastDates.get(zone);
    if (known) return known;
    const today = Temporal.PlainDate.from(read(now, zone).date);
    const last = today.add({ days: mentor.horizonDays }).toString();
    lastDates.set(zone, last);
    return last;
  }

  function reasonsAt(start: number): Set<Reason> {
    const session = { start, end: start + length };
    const withGap = { start: session.end, end: session.end + mentor.gap * MINUTE };
    const zone = homeZone(start);
    const reasons = new Set<Reason>();
    const when = (reason: Reason, applies: boolean) => {
      if (applies) reasons.add(reason);
    };

    when("MENTOR_UNAVAILABLE", !["PAUSED", null].includes(mentor.unavailable));
    when("PAUSED", mentor.unavailable === "PAUSED" && !(start >= (mentor.pausedUntil ?? Infinity)));
    when("PAST", start < now);
    const notice = mentor.minNotice * MINUTE;
    const atLastCall = start - now === notice;
    when("TOO_SOON", start >= now && (start - now < notice || (atLastCall && mentor.needsAnswer)));
    when("DURATION_NOT_OFFERED", !mentor.durations.includes(duration));
    if (!holds(open, start)) {
      when("DATE_OVERRIDE", holds(ordinary, start));
      when("OUTSIDE_HOURS", !holds(ordinary, start));
    } else {
      when("OFF_GRID", !grid.has(start));
    }
    when(
      "TIME_OFF",
      mentor.timeOff.some((off) => overlaps(off, session)),
    );
    when(
      "MENTOR_BUSY",
      mentorBusy.some((claim) => overlaps(claim, session)),
    );
    when(
      "GAP",
      mentorBusy.some(({ start: next }) => withGap.start <= next && next < withGap.end),
    );
    when(
      "MENTEE_BUSY",
      menteeBusy.some((claim) => overlaps(claim, session)),
    );
    if (zone) {
      const { date } = read(start, zone);
      const { week } = dateFacts(date);
      when("BEYOND_HORIZON", date > lastDateIn(zone));
      const { dailyCap, weeklyCap } = mentor;
      const onDate = sessions.filter((other) => other === date).length;
      const inWeek = sessions.filter((other) => dateFacts(other).week === week).length;
      when("DAILY_CAP", dailyCap !== null && onDate >= dailyCap);
      when("WEEKLY_CAP", weeklyCap !== null && inWeek >= weeklyCap);
    }
    return reasons;
  }

  const answers = new Map<number, Set<Reason>>();
  for (let t = range.start; t < range.end; t += MINUTE) answers.set(t, reasonsAt(t));
  return answers;
}
