import type { Prisma } from "@sundial/db";
import { localTime, type MentorAvailability } from "@sundial/scheduling";
import { availabilityWindow } from "@sundial/validators";
import { z } from "zod";

/** The booking rules and weekly hours of a mentor. */
export const rulesSelect = {
  userId: true,
  availabilityVersion: true,
  bookingState: true,
  pausedUntil: true,
  durations: true,
  slotStepMinutes: true,
  minNoticeMinutes: true,
  autoAccept: true,
  horizonDays: true,
  gapMinutes: true,
  dailyCap: true,
  weeklyCap: true,
  user: { select: { status: true, role: true, timeZone: true } },
  schedules: {
    select: {
      timeZone: true,
      validFrom: true,
      validTo: true,
      travel: true,
      rules: { select: { weekday: true, startMinute: true, endMinute: true } },
    },
    orderBy: { validFrom: { sort: "asc", nulls: "first" } },
  },
} satisfies Prisma.MentorProfileSelect;

export const overrideSelect = {
  localDate: true,
  windows: true,
} satisfies Prisma.AvailabilityOverrideSelect;

type RulesRow = Prisma.MentorProfileGetPayload<{
  select: typeof rulesSelect & {
    overrides: { select: typeof overrideSelect };
    timeOff: { select: { startsAt: true; endsAt: true } };
  };
}>;

/** The stored availability of a mentor, as the slot engine reads it. */
export function toMentorAvailability(row: RulesRow): MentorAvailability {
  return {
    schedules: row.schedules.map((schedule) => ({
      timeZone: schedule.timeZone,
      validFrom: schedule.validFrom && toLocalDate(schedule.validFrom),
      validTo: schedule.validTo && toLocalDate(schedule.validTo),
      rules: schedule.rules,
    })),
    overrides: row.overrides.map(toDateOverride),
    timeOff: row.timeOff.map(toInterval),
    durations: row.durations,
    slotStep: row.slotStepMinutes,
    gap: row.gapMinutes,
    minNotice: row.minNoticeMinutes,
    needsAnswer: !row.autoAccept,
    horizonDays: row.horizonDays,
    dailyCap: row.dailyCap,
    weeklyCap: row.weeklyCap,
    unavailable: unavailability(row),
    pausedUntil: row.pausedUntil?.getTime() ?? null,
  };
}

/** The mentor's zone at an instant: that of a trip, or the regular one. */
export function zoneAt({ schedules, user }: RulesRow, instant: Date): string {
  const current = schedules.find(({ timeZone, validFrom, validTo }) => {
    const { date } = localTime(instant.getTime(), timeZone);
    return (
      (validFrom === null || toLocalDate(validFrom) <= date) &&
      (validTo === null || date <= toLocalDate(validTo))
    );
  });
  return (current ?? schedules[0])?.timeZone ?? user.timeZone;
}

export function toDateOverride({ localDate, windows }: RulesRow["overrides"][number]) {
  return { date: toLocalDate(localDate), windows: z.array(availabilityWindow).parse(windows) };
}

export const toInterval = ({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }) => ({
  start: startsAt.getTime(),
  end: endsAt.getTime(),
});

/** A DATE column is read and written as midnight UTC. */
export const toLocalDate = (date: Date) => date.toISOString().slice(0, 10);

export const fromLocalDate = (date: string) => new Date(`${date}T00:00:00Z`);

function unavailability({ user, bookingState }: RulesRow): MentorAvailability["unavailable"] {
  if (user.status === "suspended") return "SUSPENDED";
  if (user.role !== "mentor" || user.status !== "active") return "INACTIVE";
  if (bookingState === "closed") return "CLOSED";
  return bookingState === "paused" ? "PAUSED" : null;
}
