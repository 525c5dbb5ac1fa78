import type { Db, DbTransaction } from "@sundial/db";
import { MINUTE, WEEK } from "@sundial/validators/durations";
import { loadSlotFacts } from "../office-session/slot.ts";
import { planOccurrences } from "./plan.ts";

interface Planned {
  mentorId: string;
  menteeId: string;
  durationMinutes: number;
  /** In order. */
  starts: readonly Date[];
}

/**
 * Which of these sessions could be booked, with what it takes to book them. The facts reach a week
 * further, for the alternatives.
 *
 * Errors: NOT_FOUND when the mentor has no profile.
 */
export async function loadPlan(db: Db | DbTransaction, { starts, ...kind }: Planned, now: Date) {
  const times = starts.map((each) => each.getTime());
  const range = {
    from: new Date(Math.min(...times) - WEEK),
    to: new Date(Math.max(...times) + kind.durationMinutes * MINUTE + WEEK),
  };
  const { facts, zoneAt } = await loadSlotFacts(db, kind, range, now);
  const occurrences = planOccurrences(facts, starts);
  const slots = starts.map((startsAt) => {
    const endsAt = new Date(startsAt.getTime() + kind.durationMinutes * MINUTE);
    const blockedUntil = new Date(endsAt.getTime() + facts.mentor.gap * MINUTE);
    return { slot: { startsAt, endsAt, blockedUntil }, timeZone: zoneAt(startsAt) };
  });
  return { occurrences, slots };
}
