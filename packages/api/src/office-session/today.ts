import { HOUR } from "@sundial/validators/durations";
import { localDate } from "@sundial/validators/time";
import { plusDays, startOfDate } from "@sundial/validators/wall-clock";
import type { ServiceContext } from "../context.ts";
import { hasStatus } from "../session-state/status-where.ts";
import { officeSessionSelect, toOfficeSession } from "../session-state/view.ts";

/** A CHECK enforces that no session is longer. */
const LONGEST_SESSION = 4 * HOUR;
/** More would not be a day's work. */
const MOST = 50;

/**
 * The actor's sessions and requests of today, by the clock of their zone: what overlaps the day and
 * was not cancelled, declined or expired, in the order of time. `day` is from midnight to midnight.
 */
export async function listOfficeSessionsToday(ctx: ServiceContext) {
  const { db, actor } = ctx;
  const now = ctx.now();
  const day = dayOf(now, actor.timeZone);
  const longBefore = new Date(day.from.getTime() - LONGEST_SESSION);
  const rows = await db.officeSession.findMany({
    where: {
      AND: [
        { OR: [{ mentorId: actor.id }, { menteeId: actor.id }] },
        { startsAt: { gte: longBefore, lt: day.to }, endsAt: { gt: day.from } },
        hasStatus(["requested", "scheduled", "completed", "no_show"], now),
      ],
    },
    orderBy: [{ startsAt: "asc" }, { id: "asc" }],
    take: MOST,
    select: officeSessionSelect,
  });
  return { day, items: rows.map((row) => toOfficeSession(row, ctx)) };
}

/** The day there, as instants. */
export function dayOf(now: Date, timeZone: string) {
  const today = localDate(now, timeZone);
  return {
    from: startOfDate(today, timeZone),
    to: startOfDate(plusDays(today, 1), timeZone),
  };
}
