import { AVAILABILITY_MAX } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import type { HoursPart } from "./availability.ts";

interface Window {
  startMinute: number;
  endMinute: number;
}

/** A period with one zone and one week of hours; open where a date is null. Both are inclusive. */
interface Schedule {
  timeZone: string;
  from: string | null;
  to: string | null;
  travel: boolean;
  windows: [weekday: number, startMinute: number, endMinute: number][];
}

/** Everything about when a mentor is free, as `PROGRAM_FIELDS` reads it back. */
export interface Hours {
  schedules: Schedule[];
  overrides: { date: string; windows: Window[] }[];
  timeOff: { from: string; to: string; label: string | null }[];
}

/** A mentor's hours, or why their rows can't be theirs together. */
export function hoursOf(parts: HoursPart[]): Hours | { problem: string } {
  const weekly = parts.filter((part) => part.kind === "weekly");
  const ordinary = weekly.filter(({ from, to }) => from === null && to === null);
  const periods = periodsOf(weekly.filter((part) => !ordinary.includes(part)));
  const [usual] = ordinary;
  if (ordinary.some(({ timeZone }) => timeZone !== usual?.timeZone)) return problem("ZONES_DIFFER");
  if (periods.some((period, index) => overlap(periods[index - 1], period))) {
    return problem("PERIODS_OVERLAP");
  }
  const overrides = overridesOf(parts.filter((part) => part.kind === "date"));
  if (overrides === null) return problem("DATE_CONTRADICTED");
  const schedules = withoutGaps(periods, {
    timeZone: usual?.timeZone ?? periods[0]?.timeZone,
    windows: windowsOf(ordinary),
  });
  const timeOff = timeOffOf(parts.filter((part) => part.kind === "timeOff"));
  const isTooMuch =
    schedules.some(({ windows }) => isCrowded(windows)) ||
    schedules.filter(({ travel }) => travel).length > AVAILABILITY_MAX.travel ||
    overrides.length > AVAILABILITY_MAX.overrides ||
    overrides.some(({ windows }) => windows.length > AVAILABILITY_MAX.windowsPerDay) ||
    timeOff.length > AVAILABILITY_MAX.timeOff;
  return isTooMuch ? problem("HOURS_TOO_MANY") : { schedules, overrides, timeOff };
}

const problem = (code: string) => ({ problem: code });

type Weekly = Extract<HoursPart, { kind: "weekly" }>;

/** The dated periods in their order. */
function periodsOf(dated: Weekly[]): Schedule[] {
  const groups = grouped(dated, ({ timeZone, from, to }) => `${timeZone} ${from} ${to}`);
  return [...groups.values()]
    .flatMap((parts) => {
      const [first] = parts;
      if (first === undefined) return [];
      const { timeZone, from, to } = first;
      const travel = from !== null && to !== null;
      return [{ timeZone, from, to, travel, windows: windowsOf(parts) }];
    })
    .sort((a, b) => compare(a.from ?? "", b.from ?? ""));
}

function overlap(before: Schedule | undefined, after: Schedule) {
  return (
    before !== undefined && (before.to === null || after.from === null || after.from <= before.to)
  );
}

/** The periods, and the ordinary hours on all other dates: each date has exactly one schedule. */
function withoutGaps(
  periods: Schedule[],
  { timeZone, windows }: { timeZone: string | undefined; windows: Schedule["windows"] },
): Schedule[] {
  if (timeZone === undefined) return [];
  const usual = { timeZone, travel: false, windows };
  const schedules: Schedule[] = [];
  let next: { from: string | null } | null = { from: null };
  for (const period of periods) {
    if (period.from !== null && next !== null) {
      const to = shifted(period.from, -1);
      if (next.from === null || next.from <= to) schedules.push({ ...usual, from: next.from, to });
    }
    schedules.push(period);
    next = period.to === null ? null : { from: shifted(period.to, 1) };
  }
  return next === null ? schedules : [...schedules, { ...usual, from: next.from, to: null }];
}

const shifted = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** Of two windows that begin at the same minute, the longer one covers the other. */
function longest(windows: Window[]): Window[] {
  const found = new Map<number, Window>();
  for (const window of windows) {
    const same = found.get(window.startMinute);
    if (!same || same.endMinute < window.endMinute) found.set(window.startMinute, window);
  }
  return [...found.values()].sort((a, b) => a.startMinute - b.startMinute);
}

function windowsOf(parts: Weekly[]): Schedule["windows"] {
  const days = grouped(parts, ({ weekday }) => weekday);
  return [...days]
    .sort(([a], [b]) => a - b)
    .flatMap(([weekday, ofDay]) =>
      longest(ofDay.map(({ window }) => window)).map(
        ({ startMinute, endMinute }): Schedule["windows"][number] => [
          weekday,
          startMinute,
          endMinute,
        ],
      ),
    );
}

function isCrowded(windows: Schedule["windows"]) {
  const days = grouped(windows, ([weekday]) => weekday);
  return [...days.values()].some((ofDay) => ofDay.length > AVAILABILITY_MAX.windowsPerDay);
}

/** Null if a date is both free and not. */
function overridesOf(parts: Extract<HoursPart, { kind: "date" }>[]): Hours["overrides"] | null {
  const overrides: Hours["overrides"] = [];
  for (const [date, ofDate] of grouped(parts, (part) => part.date)) {
    const windows = ofDate.flatMap(({ window }) => (window === null ? [] : [window]));
    if (windows.length > 0 && windows.length < ofDate.length) return null;
    overrides.push({ date, windows: longest(windows) });
  }
  return overrides.sort((a, b) => compare(a.date, b.date));
}

function timeOffOf(parts: Extract<HoursPart, { kind: "timeOff" }>[]): Hours["timeOff"] {
  return parts
    .map(({ from, to, label }) => ({ from, to, label }))
    .sort(
      (a, b) =>
        compare(a.from, b.from) || compare(a.to, b.to) || compare(a.label ?? "", b.label ?? ""),
    );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function grouped<Key, Item>(items: Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    groups.set(keyOf(item), group);
    group.push(item);
  }
  return groups;
}
