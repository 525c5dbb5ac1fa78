import {
  type BookingFacts,
  type DayWindow,
  localTime,
  type MentorAvailability,
  openSlots,
  type Schedule,
} from "../src/index";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Epoch milliseconds of an ISO instant, with or without seconds. */
export const at = (iso: string) => new Date(iso).getTime();

/** Whole-minute instant as "03-14T17:00Z". */
export const show = (instant: number) => `${new Date(instant).toISOString().slice(5, 16)}Z`;

/** "09:15-10:15" as a window; hours may pass 24. */
export function window(text: string): DayWindow {
  const [startMinute = 0, endMinute = 0] = text.split("-").map((time) => {
    const [hours = 0, minutes = 0] = time.split(":").map(Number);
    return hours * 60 + minutes;
  });
  return { startMinute, endMinute };
}

export function schedule(
  timeZone: string,
  hours: Record<number, string[]>,
  validity: { validFrom?: string; validTo?: string } = {},
): Schedule {
  const rules = Object.entries(hours).flatMap(([weekday, windows]) =>
    windows.map((text) => ({ weekday: Number(weekday), ...window(text) })),
  );
  return { timeZone, validFrom: null, validTo: null, ...validity, rules };
}

export const everyDay = (...windows: string[]) =>
  Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, windows]));

/** A mentor who offers a few lengths and has no limits, except the given settings. */
export function mentor(settings: Partial<MentorAvailability>): MentorAvailability {
  return {
    schedules: [],
    overrides: [],
    timeOff: [],
    durations: [1, 20, 25, 30, 45, 50, 60, 90, 1440],
    slotStep: null,
    gap: 0,
    minNotice: 0,
    needsAnswer: false,
    horizonDays: 10_000,
    dailyCap: null,
    weeklyCap: null,
    unavailable: null,
    pausedUntil: null,
    ...settings,
  };
}

export function facts(
  settings: Partial<MentorAvailability>,
  rest: Partial<Omit<BookingFacts, "mentor">> = {},
): BookingFacts {
  return {
    mentor: mentor(settings),
    mentorBusy: [],
    menteeBusy: [],
    now: at("2011-01-01T00:00Z"),
    duration: 60,
    ...rest,
  };
}

/** Slots as their local labels, "09:00 09:30", for a test that stays on one date. */
export function labels(input: Parameters<typeof openSlots>[0], timeZone: string): string {
  return openSlots(input)
    .map((start) => {
      const { minute } = localTime(start, timeZone);
      return [Math.floor(minute / 60), minute % 60]
        .map((part) => String(part).padStart(2, "0"))
        .join(":");
    })
    .join(" ");
}

/**
 * A mentor's hours as the stretches that one-minute slots fill, "03-14T17:00Z/03-14T22:00Z": a
 * window's effect, seen from outside.
 */
export function stretches(settings: Partial<MentorAvailability>, from: string, to: string) {
  const starts = openSlots({
    ...facts({ slotStep: 1, ...settings }, { duration: 1 }),
    from: at(from),
    to: at(to),
  });
  const found: { start: number; end: number }[] = [];
  for (const start of starts) {
    const last = found.at(-1);
    if (last?.end === start) last.end = start + MINUTE;
    else found.push({ start, end: start + MINUTE });
  }
  return found.map(({ start, end }) => `${show(start)}/${show(end)}`);
}
