import type { Interval } from "./intervals.ts";
import type { Zones } from "./zones.ts";

/**
 * Hours within one local day, in minutes of the wall clock. `startMinute` is 0..1439; `endMinute`
 * goes up to 2880 (beyond 1440 is the next day) and is at most 1440 after the start.
 */
export type DayWindow = { startMinute: number; endMinute: number };

/** A window on every ISO weekday of that number, Monday is 1. */
export type WeeklyRule = DayWindow & { weekday: number };

/**
 * Weekly hours in one zone, valid from one local date of that zone to another, both included; null
 * is open-ended. A window belongs to the schedule valid on the date it starts.
 */
export type Schedule = {
  timeZone: string;
  validFrom: string | null;
  validTo: string | null;
  rules: readonly WeeklyRule[];
};

/**
 * Replaces every window that starts on a mentor-local date; no windows means unavailable that day.
 * Read in the zone of the schedule valid on the date, so it needs one.
 */
export type DateOverride = { date: string; windows: readonly DayWindow[] };

/** Why a mentor takes no bookings at all. Only PAUSED ends automatically, at `pausedUntil`. */
export type Unavailability = "PAUSED" | "CLOSED" | "INACTIVE" | "SUSPENDED" | "HIDDEN";

export type MentorAvailability = {
  /** Validity ranges don't overlap: additional schedules are for travel. */
  schedules: readonly Schedule[];
  overrides: readonly DateOverride[];
  timeOff: readonly Interval[];
  /** Session lengths offered, in minutes. */
  durations: readonly number[];
  /** Minutes from one start to the next; null means the length of the session. */
  slotStep: number | null;
  /** Minutes kept free after a session. */
  gap: number;
  /** Minutes between now and the earliest start. */
  minNotice: number;
  /** Whether the mentor answers each request, until the minimum notice begins. */
  needsAnswer: boolean;
  /** The last bookable date is this many days after today, in the mentor's calendar, to its end. */
  horizonDays: number;
  /** Sessions per mentor-local date. */
  dailyCap: number | null;
  /** Sessions per ISO week of the mentor's calendar. */
  weeklyCap: number | null;
  unavailable: Unavailability | null;
  /** With PAUSED, the first instant a session may start again; null pauses indefinitely. */
  pausedUntil: number | null;
};

/**
 * The mentor's busy time. `end` includes the gap stored at booking, so a later change of the gap
 * has no effect on it. `counts` marks a session in the mentor role, which counts toward the caps on
 * the date of its `start`.
 */
export type BusyInterval = Interval & { counts: boolean };

/** Everything a decision about a start depends on, for one mentor, one mentee and one duration. */
export type BookingFacts = {
  mentor: MentorAvailability;
  /** Must cover `busyRange`. When rescheduling a session, leave out its own claim. */
  mentorBusy: readonly BusyInterval[];
  menteeBusy: readonly Interval[];
  /** Epoch milliseconds. */
  now: number;
  /** Minutes, 1..1440. */
  duration: number;
  /** The time-zone database; the runtime's own by default. */
  zones?: Zones;
};
