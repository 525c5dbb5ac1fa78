import type { Prisma } from "@sundial/db";
import { localTime } from "@sundial/scheduling";
import type { AvailabilityEdit, InputIssues } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import {
  fromLocalDate,
  overrideSelect,
  rulesSelect,
  toDateOverride,
  toLocalDate,
} from "../booking-facts/stored-availability.ts";

/** A window may reach two days past its date, and caps count the current week. */
const MEMORY = 9 * DAY;

const editableSelect = {
  ...rulesSelect,
  activePerMenteeCap: true,
  location: true,
  availabilityVersion: true,
} satisfies Prisma.MentorProfileSelect;

/** Everything an edit may change, and the past rows that the slot engine still needs. */
export const storedSelect = (now: Date) =>
  ({
    ...editableSelect,
    overrides: {
      where: { localDate: { gte: new Date(now.getTime() - MEMORY) } },
      select: overrideSelect,
      orderBy: { localDate: "asc" },
    },
    timeOff: {
      where: { endsAt: { gt: now } },
      select: { startsAt: true, endsAt: true, label: true },
      orderBy: { startsAt: "asc" },
    },
  }) satisfies Prisma.MentorProfileSelect;

export type StoredAvailability = Prisma.MentorProfileGetPayload<{
  select: ReturnType<typeof storedSelect>;
}>;
type StoredSchedule = StoredAvailability["schedules"][number];

/** Today in the mentor's calendar at home; earlier dates can't be edited. */
export function todayOf(stored: StoredAvailability, now: Date): string {
  return localTime(now.getTime(), ordinarySchedule(stored).timeZone).date;
}

/**
 * The stored availability as the edit that would change nothing. A pause that has ended is left
 * out.
 */
export function toEdit(stored: StoredAvailability, now: Date): AvailabilityEdit {
  const today = todayOf(stored, now);
  const { schedules, overrides, timeOff, user, userId, availabilityVersion, ...settings } = stored;
  const isPauseOver = isOver(settings.pausedUntil, now);
  return {
    weekly: toWeekly(ordinarySchedule(stored)),
    travel: schedules.filter(isTravel).flatMap((schedule) => {
      const validFrom = toLocalDate(schedule.validFrom);
      const validTo = toLocalDate(schedule.validTo);
      return validTo < today ? [] : [{ ...toWeekly(schedule), validFrom, validTo }];
    }),
    overrides: overrides.map(toDateOverride).filter(({ date }) => date >= today),
    timeOff: timeOff.map(({ label, ...interval }) => ({ ...interval, label: label ?? "" })),
    settings: {
      ...settings,
      ...(isPauseOver ? { bookingState: "open", pausedUntil: null } : {}),
      location: settings.location ?? "",
    },
  };
}

/** The availability that saving the edit would store; preview and update both use it. */
export function applyEdit(
  stored: StoredAvailability,
  edit: AvailabilityEdit,
  now: Date,
): StoredAvailability {
  const today = todayOf(stored, now);
  const { bookingState, pausedUntil, location } = edit.settings;
  const forgotten = toLocalDate(new Date(fromLocalDate(today).getTime() - MEMORY));
  const endedTravel = stored.schedules.filter(isTravel).filter(({ validTo }) => {
    const last = toLocalDate(validTo);
    return forgotten <= last && last < today;
  });
  const travel = edit.travel.map(({ validFrom, validTo, ...schedule }) => ({
    ...fromWeekly(schedule),
    travel: true,
    validFrom: fromLocalDate(validFrom),
    validTo: fromLocalDate(validTo),
  }));
  return {
    ...stored,
    ...edit.settings,
    pausedUntil: bookingState === "paused" ? pausedUntil : null,
    location: location === "" ? null : location,
    schedules: withTravel(fromWeekly(edit.weekly), [...endedTravel, ...travel]),
    overrides: [
      ...stored.overrides.filter(({ localDate }) => toLocalDate(localDate) < today),
      ...edit.overrides.map(({ date, windows }) => ({ localDate: fromLocalDate(date), windows })),
    ],
    timeOff: edit.timeOff.map(({ label, ...interval }) => ({ ...interval, label: label || null })),
  };
}

/** The parts of an edit that are already past: findings for the form. */
export function findPast(edit: AvailabilityEdit, today: string, now: Date): InputIssues {
  const message = "This is over already: choose a later date or remove it";
  const past = (path: (string | number)[]) => ({ path, message });
  const { bookingState, pausedUntil } = edit.settings;
  return [
    ...edit.travel.flatMap(({ validTo }, index) =>
      validTo < today ? [past(["travel", index, "validTo"])] : [],
    ),
    ...edit.overrides.flatMap(({ date }, index) =>
      date < today ? [past(["overrides", index, "date"])] : [],
    ),
    ...edit.timeOff.flatMap(({ endsAt }, index) =>
      isOver(endsAt, now) ? [past(["timeOff", index, "endsAt"])] : [],
    ),
    ...(bookingState === "paused" && isOver(pausedUntil, now)
      ? [past(["settings", "pausedUntil"])]
      : []),
  ];
}

/**
 * Regular hours on every date without travel, and the travel hours. So each date has exactly one
 * schedule, which date overrides need and the engine assumes.
 */
function withTravel(
  ordinary: Pick<StoredSchedule, "timeZone" | "rules">,
  travel: (StoredSchedule & { validFrom: Date; validTo: Date })[],
): StoredSchedule[] {
  const schedules: StoredSchedule[] = [];
  let validFrom: Date | null = null;
  for (const journey of travel.toSorted((a, b) => +a.validFrom - +b.validFrom)) {
    const validTo = new Date(journey.validFrom.getTime() - DAY);
    if (validFrom === null || validFrom <= validTo) {
      schedules.push({ ...ordinary, travel: false, validFrom, validTo });
    }
    schedules.push(journey);
    validFrom = new Date(journey.validTo.getTime() + DAY);
  }
  return [...schedules, { ...ordinary, travel: false, validFrom, validTo: null }];
}

/** The hours at home: the last regular ones, or none yet, in the account's zone. */
function ordinarySchedule({ schedules, user }: StoredAvailability) {
  const last = schedules.findLast(({ travel }) => !travel);
  return last ?? { timeZone: user.timeZone, rules: [] };
}

function isTravel(
  schedule: StoredSchedule,
): schedule is StoredSchedule & { validFrom: Date; validTo: Date } {
  return schedule.travel && schedule.validFrom !== null && schedule.validTo !== null;
}

function toWeekly({ timeZone, rules }: Pick<StoredSchedule, "timeZone" | "rules">) {
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) =>
    rules
      .filter(({ weekday }) => weekday === day)
      .map(({ startMinute, endMinute }) => ({ startMinute, endMinute }))
      .sort((a, b) => a.startMinute - b.startMinute),
  );
  return { timeZone, days };
}

function fromWeekly({ timeZone, days }: AvailabilityEdit["weekly"]) {
  const rules = days.flatMap((windows, index) =>
    windows.map((window) => ({ ...window, weekday: index + 1 })),
  );
  return { timeZone, rules };
}

const isOver = (until: Date | null, now: Date) => until !== null && until <= now;
