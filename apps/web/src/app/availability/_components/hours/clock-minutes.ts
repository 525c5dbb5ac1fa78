/** Minutes of a local day; an end after midnight is over 1440. NaN means empty. */
export interface Window {
  startMinute: number;
  endMinute: number;
}

const DAY = 1440;

/** 1500 as a time input shows it: "01:00". */
export function toClock(minute: number): string {
  if (Number.isNaN(minute)) return "";
  const ofDay = minute % DAY;
  const pad = (number: number) => String(number).padStart(2, "0");
  return `${pad(Math.floor(ofDay / 60))}:${pad(ofDay % 60)}`;
}

/** "01:00" as minutes since midnight; NaN for an empty input. */
export function fromClock(clock: string): number {
  const [hours = Number.NaN, minutes = Number.NaN] = clock.split(":").map(Number);
  return clock === "" ? Number.NaN : hours * 60 + minutes;
}

/** The window between two clock readings: an end that isn't later is on the next day. */
export function windowBetween(start: number, end: number): Window {
  const endMinute = end % DAY;
  return { startMinute: start, endMinute: endMinute > start ? endMinute : endMinute + DAY };
}

/** Hours longer than this are more often an AM/PM mistake than intended. */
const LONG = 12 * 60;

/** How many minutes a window lasts; NaN while it is incomplete. */
export function lengthOf({ startMinute, endMinute }: Window): number {
  return endMinute - startMinute;
}

type Week = { days: readonly (readonly Window[])[] };

interface Hours {
  weekly: Week;
  travel: readonly Week[];
  overrides: readonly { date: string; windows: readonly Window[] }[];
}

/** A window with its day: a date, or an ISO weekday at home or on the n-th trip. */
export interface DatedWindow {
  on: { date: string } | { weekday: number; journey: number | null };
  window: Window;
}

/** The windows of an edit that last longer than half a day and weren't saved before. */
export function newLongWindows(edit: Hours, saved: Hours): DatedWindow[] {
  const known = new Set(windowsOf(saved).map(keyOf));
  return windowsOf(edit).filter((each) => isLong(each.window) && !known.has(keyOf(each)));
}

export const isLong = (window: Window) => lengthOf(window) > LONG;

function windowsOf({ weekly, travel, overrides }: Hours): DatedWindow[] {
  const ofWeek = ({ days }: Week, journey: number | null) =>
    days.flatMap((windows, index) =>
      windows.map((window) => ({ on: { weekday: index + 1, journey }, window })),
    );
  return [
    ...ofWeek(weekly, null),
    ...travel.flatMap((week, index) => ofWeek(week, index + 1)),
    ...overrides.flatMap(({ date, windows }) =>
      windows.map((window) => ({ on: { date }, window })),
    ),
  ];
}

/** The same for the same hours on the same day. */
export const keyOf = ({ on, window }: DatedWindow) =>
  JSON.stringify([on, window.startMinute, window.endMinute]);

const OFFICE_HOURS: Window = { startMinute: 9 * 60, endMinute: 17 * 60 };

/** Suggested hours: two hours long, an hour after the last ones, or office hours. */
export function nextWindow(windows: readonly Window[]): Window {
  if (windows.length === 0) return OFFICE_HOURS;
  const startMinute = Math.max(...windows.map(({ endMinute }) => endMinute)) + 60;
  const endMinute = startMinute + 120;
  return endMinute <= DAY ? { startMinute, endMinute } : OFFICE_HOURS;
}

/** Whether some of a day's hours overlap each other, or the previous day's past midnight. */
export function haveOverlap(windows: readonly Window[], nightBefore: readonly Window[] = []) {
  const all = [
    ...windows,
    ...nightBefore
      .filter(({ endMinute }) => endMinute > DAY)
      .map(({ startMinute, endMinute }) => ({
        startMinute: startMinute - DAY,
        endMinute: endMinute - DAY,
      })),
  ].sort((a, b) => a.startMinute - b.startMinute);
  let end = Number.NEGATIVE_INFINITY;
  return all.some((window) => {
    const overlaps = window.startMinute < end;
    end = Math.max(end, window.endMinute);
    return overlaps;
  });
}
