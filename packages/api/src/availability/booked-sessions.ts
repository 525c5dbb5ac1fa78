import type { Db } from "@sundial/db";
import type { SessionsOutsideInput } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { loadMentorFacts } from "../booking-facts/booking-facts.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { BLOCKING } from "../session-state/policy.ts";
import { hasStatus } from "../session-state/status-where.ts";
import { sessionsOutside } from "./impact.ts";
import { seesAllReasons } from "./scope.ts";

/** Beyond the longest booking window and the weeks an impact covers. */
const FAR_AHEAD = 400 * DAY;

/** From now to beyond everything that can be booked. */
export const aheadOf = (now: Date) => ({ from: now, to: new Date(now.getTime() + FAR_AHEAD) });

/**
 * A mentor's booked sessions that are outside the current hours, each with the reasons. An edit
 * doesn't change booked sessions, so these still take place. Only for the mentor and program staff.
 *
 * Errors: NOT_FOUND when the mentor doesn't exist or the actor may not see this.
 */
export async function getAvailabilitySessionsOutside(
  { db, actor, ...ctx }: ServiceContext,
  { mentorId }: SessionsOutsideInput,
) {
  if (!seesAllReasons(actor, mentorId)) throw notFound();
  const now = ctx.now();
  const [mentors, sessions] = await Promise.all([
    loadMentorFacts(db, [mentorId], { range: aheadOf(now), now }),
    findBookedSessions(db, mentorId, now),
  ]);
  const facts = mentors.get(mentorId);
  if (facts === undefined) throw notFound();
  const { mentor, mentorBusy: busy } = facts;
  const outside = sessionsOutside(sessions, { mentor, busy, now: now.getTime() });
  return outside.map(({ id, reasons }) => ({ id, reasons }));
}

/** A mentor's booked sessions that haven't begun. */
export async function findBookedSessions(db: Db, mentorId: string, now: Date) {
  return db.officeSession.findMany({
    where: { AND: [{ mentorId, startsAt: { gt: now } }, hasStatus(BLOCKING, now)] },
    select: {
      id: true,
      startsAt: true,
      endsAt: true,
      topic: true,
      mentee: { select: { id: true, name: true } },
    },
    orderBy: { startsAt: "asc" },
  });
}
