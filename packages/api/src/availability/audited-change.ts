import type { Prisma } from "@sundial/db";
import { toLocalDate } from "../booking-facts/stored-availability.ts";
import type { StoredAvailability } from "./edit.ts";

/**
 * The values before and after a change, for the audit log: the version and the parts that differ.
 * The mentor's own text (reasons for time off, places of sessions) is left out, because the log is
 * never erased.
 */
export function auditedChange(before: StoredAvailability, after: StoredAvailability) {
  const [was, is] = [redact(before), redact(after)];
  const changed = Object.keys(is).filter(
    (key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]),
  );
  return { before: pick(was, changed), after: pick(is, changed) };
}

function redact(stored: StoredAvailability): Record<string, Prisma.InputJsonValue | null> {
  const { schedules, overrides, timeOff, user: _, userId: __, ...settings } = stored;
  const { availabilityVersion, pausedUntil, location, ...rules } = settings;
  return {
    version: availabilityVersion,
    ...rules,
    pausedUntil: pausedUntil?.toISOString() ?? null,
    hasLocation: location !== null,
    schedules: schedules.map(({ validFrom, validTo, ...schedule }) => ({
      ...schedule,
      validFrom: validFrom && toLocalDate(validFrom),
      validTo: validTo && toLocalDate(validTo),
    })),
    overrides: overrides.map(({ localDate, windows }) => ({
      date: toLocalDate(localDate),
      windows,
    })),
    timeOff: timeOff.map(({ startsAt, endsAt }) => ({
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
    })),
  };
}

function pick(record: ReturnType<typeof redact>, keys: string[]): Prisma.InputJsonObject {
  return Object.fromEntries(keys.map((key) => [key, record[key]]));
}
