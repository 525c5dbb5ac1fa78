import { z } from "zod";
import { DAY } from "./durations.ts";
import { bookingState } from "./enums.ts";
import { meetingPlaceTemplate } from "./meeting-place.ts";
import { whole } from "./number.ts";
import { userId, version } from "./paging.ts";
import { reason, text } from "./text.ts";
import { timeZone } from "./time-zone.ts";

/** The longest range one query may ask for: two calendar months and their edges. */
export const OPEN_SLOTS_MAX_DAYS = 70;

/** The size limits of one mentor's availability. */
export const AVAILABILITY_MAX = {
  windowsPerDay: 20,
  travel: 10,
  overrides: 120,
  timeOff: 60,
} as const;

export const sessionMinutes = z.int().min(10).max(240);

/**
 * An instant within the years that the slot engine and the database support, with a wide margin.
 */
export const instant = z
  .date("Enter a date and a time")
  .min(new Date("2000-01-01T00:00:00Z"), "Choose a date from 2000 on")
  .max(new Date("2200-01-01T00:00:00Z"), "Choose a date before 2200");

/** The same as text, for URLs and cursors: "2027-03-14T09:30:00Z". */
export const instantText = z.iso
  .datetime({ offset: true, error: "Enter a date and a time" })
  .transform((text) => new Date(text))
  .pipe(instant);

/** A local date, such as "2027-03-14". */
export const localDate = z.iso
  .date("Enter a date")
  .refine((date) => date >= "2000-01-01" && date < "2200-01-01", "Enter a date");

/** A range of start times for slots, `from` inclusive and `to` exclusive. */
export const slotRange = z
  .object({ from: instant, to: instant })
  .refine(({ from, to }) => to > from, { path: ["to"], message: "Must be after the start" })
  .refine(({ from, to }) => to.getTime() - from.getTime() <= OPEN_SLOTS_MAX_DAYS * DAY, {
    path: ["to"],
    message: `Ask for at most ${OPEN_SLOTS_MAX_DAYS} days`,
  });

export const openSlotsInput = slotRange.safeExtend({
  mentorId: userId,
  durationMinutes: sessionMinutes.optional(),
});
export type OpenSlotsInput = z.infer<typeof openSlotsInput>;

/** Staff pause new bookings with a mentor, until then or until the mentor opens again. */
export const pauseAvailabilityInput = z.object({
  mentorId: userId,
  until: instant.nullable(),
  reason,
});
export type PauseAvailabilityInput = z.infer<typeof pauseAvailabilityInput>;

export const explainAvailabilityInput = z.object({
  mentorId: userId,
  startsAt: instant,
  durationMinutes: sessionMinutes,
});
export type ExplainAvailabilityInput = z.infer<typeof explainAvailabilityInput>;

export const sessionsOutsideInput = z.object({ mentorId: userId });
export type SessionsOutsideInput = z.infer<typeof sessionsOutsideInput>;

const minute = (max: number) => z.int("Enter a time").min(0, "Enter a time").max(max);

/** Minutes of a mentor's local day; the end may be past midnight. */
export const availabilityWindow = z
  .object({ startMinute: minute(1439), endMinute: minute(2880) })
  .refine(
    ({ startMinute, endMinute }) => endMinute > startMinute && endMinute <= startMinute + 1440,
    { path: ["endMinute"], message: "Must end after it starts, within 24 hours" },
  );
export type AvailabilityWindow = z.infer<typeof availabilityWindow>;

/** A day's windows, by start. They may overlap, because their union counts; see `asUnion`. */
const dayWindows = z
  .array(availabilityWindow)
  .max(AVAILABILITY_MAX.windowsPerDay, `Use at most ${AVAILABILITY_MAX.windowsPerDay} a day`)
  .transform(asUnion);

/**
 * Of two windows that begin at the same minute, only the longer one matters: they share a slot
 * grid, and it covers the shorter one. Other overlaps stay as written, each with its own grid.
 */
function asUnion(windows: AvailabilityWindow[]): AvailabilityWindow[] {
  const longest = new Map<number, AvailabilityWindow>();
  for (const window of windows) {
    const same = longest.get(window.startMinute);
    if (!same || same.endMinute < window.endMinute) longest.set(window.startMinute, window);
  }
  return [...longest.values()].sort((a, b) => a.startMinute - b.startMinute);
}

const weeklySchedule = z.object({
  timeZone,
  /** The windows of each weekday, Monday first. */
  days: z.array(dayWindows).length(7),
});

const travelPeriod = weeklySchedule
  .extend({
    /** First and last date, both inclusive, in the calendar of the destination's zone. */
    validFrom: localDate,
    validTo: localDate,
  })
  .refine(({ validFrom, validTo }) => validFrom <= validTo, {
    path: ["validTo"],
    message: "Must not be before the first day",
  });

const travel = z
  .array(travelPeriod)
  .max(AVAILABILITY_MAX.travel, `Use at most ${AVAILABILITY_MAX.travel}`)
  .superRefine((periods, context) => {
    periods.forEach((period, index) => {
      const clashes = periods
        .slice(0, index)
        .some((other) => period.validFrom <= other.validTo && other.validFrom <= period.validTo);
      if (!clashes) return;
      const message = "Overlaps with another travel period";
      context.addIssue({ code: "custom", path: [index, "validFrom"], message });
    });
  });

/**
 * Replaces all windows that begin on a date; without windows, the mentor is unavailable that day.
 */
const dateOverride = z.object({ date: localDate, windows: dayWindows });

const overrides = z
  .array(dateOverride)
  .max(AVAILABILITY_MAX.overrides, `Use at most ${AVAILABILITY_MAX.overrides}`)
  .superRefine((dates, context) => {
    dates.forEach(({ date }, index) => {
      if (!dates.slice(0, index).some((other) => other.date === date)) return;
      const message = "This date is already in the list";
      context.addIssue({ code: "custom", path: [index, "date"], message });
    });
  });

const timeOff = z
  .object({
    startsAt: instant,
    endsAt: instant,
    /** Only the mentor sees it. */
    label: text({ max: 80 }),
  })
  .refine(({ startsAt, endsAt }) => endsAt > startsAt, {
    path: ["endsAt"],
    message: "Must be after the start",
  });

const bookingSettings = z.object({
  bookingState,
  /** With `paused`: when the pause ends automatically. */
  pausedUntil: instant.nullable(),
  autoAccept: z.boolean(),
  location: meetingPlaceTemplate,
  durations: z
    .array(sessionMinutes)
    .min(1, "Offer at least one length")
    .max(8, "Offer at most 8 lengths")
    .transform((minutes) => [...new Set(minutes)].sort((a, b) => a - b)),
  slotStepMinutes: whole(5, 240).nullable(),
  minNoticeMinutes: whole(0, 43_200),
  horizonDays: whole(1, 365),
  gapMinutes: whole(0, 240),
  dailyCap: whole(1, 48).nullable(),
  weeklyCap: whole(1, 200).nullable(),
  activePerMenteeCap: whole(1, 50).nullable(),
});

/** Everything a mentor sets about when they can be booked, from today on. Saved as a whole. */
export const availabilityEdit = z.object({
  weekly: weeklySchedule,
  travel,
  overrides,
  timeOff: z
    .array(timeOff)
    .max(AVAILABILITY_MAX.timeOff, `Use at most ${AVAILABILITY_MAX.timeOff}`),
  settings: bookingSettings,
});
export type AvailabilityEdit = z.infer<typeof availabilityEdit>;

export const previewAvailabilityInput = slotRange.safeExtend({
  edit: availabilityEdit,
  durationMinutes: sessionMinutes.optional(),
});
export type PreviewAvailabilityInput = z.infer<typeof previewAvailabilityInput>;

export const updateAvailabilityInput = availabilityEdit.extend({ version });
export type UpdateAvailabilityInput = z.infer<typeof updateAvailabilityInput>;
