import type { Db } from "@sundial/db";
import {
  DISPUTE_DAYS,
  EXPIRED_WITHIN_DAYS,
  FREE_WITHIN_DAYS,
  INVITED_DAYS,
  type ProgramState,
  STUCK_COUNTED_MAX,
} from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { readSettings } from "../program/read.ts";

/** The borders in time that decide who is stuck. */
export function stuckBorders(now: Date, stuckAfterDays: number) {
  const away = (days: number) => new Date(now.getTime() + days * DAY);
  return {
    now,
    /** Mentees without a session since then wait. */
    waitingSince: away(-stuckAfterDays),
    expiredFrom: away(-EXPIRED_WITHIN_DAYS),
    freeUntil: away(FREE_WITHIN_DAYS),
    askedBefore: away(-1),
    tomorrow: away(1),
    /** Links work for 14 days, so these were sent a week ago or earlier. */
    invitedUntil: away(INVITED_DAYS),
  };
}
export type StuckBorders = ReturnType<typeof stuckBorders>;

/**
 * What staff are asked to look at, as numbers at this moment. Reports about the reader don't count,
 * as in their list.
 */
export async function readProgramState(
  db: Db,
  { now, readerId }: { now: Date; readerId: string },
): Promise<ProgramState> {
  const { stuckAfterDays } = await readSettings(db);
  const borders = stuckBorders(now, stuckAfterDays);
  const take = STUCK_COUNTED_MAX;
  const [stuck, expiringToday, disputes, oldest, applications, reports] = await Promise.all([
    countStuck(db, borders),
    db.officeSession.count({
      where: { status: "requested", expiresAt: { gt: now, lte: borders.tomorrow } },
      take,
    }),
    db.officeSession.count({ where: { disputed: true }, take }),
    oldestDispute(db),
    db.mentorApplication.count({ where: { status: "pending" }, take }),
    db.misuseReport.count({
      where: { decidedAt: null, reportedId: { not: readerId } },
      take,
    }),
  ]);
  const disputeDeadline = oldest && new Date(oldest.getTime() + DISPUTE_DAYS * DAY);
  return {
    stuck,
    stuckAfterDays,
    expiringToday,
    disputes,
    disputeDeadline,
    applications,
    reports,
  };
}

/** When it arose; one without a date arose at the end of its session. */
async function oldestDispute(db: Db): Promise<Date | null> {
  const [found] = await db.$queryRaw<{ since: Date }[]>`
    SELECT coalesce(disputed_at, ends_at) AS since FROM office_sessions
     WHERE disputed ORDER BY coalesce(disputed_at, ends_at), id LIMIT 1`;
  return found?.since ?? null;
}

/** How many of each kind, counted up to `STUCK_COUNTED_MAX`, in one statement. */
async function countStuck(db: Db, borders: StuckBorders): Promise<ProgramState["stuck"]> {
  const { now, waitingSince, expiredFrom, freeUntil, askedBefore, invitedUntil } = borders;
  const [counts] = await db.$queryRaw<ProgramState["stuck"][]>`
    WITH RECURSIVE slugs AS (
      (SELECT slug FROM expertise ORDER BY slug LIMIT 1)
      UNION ALL
      SELECT (SELECT x.slug FROM expertise x WHERE x.slug > slugs.slug ORDER BY x.slug LIMIT 1)
        FROM slugs WHERE slugs.slug IS NOT NULL)
    SELECT
      (SELECT count(*)::int FROM (
        SELECT FROM mentee_waits WHERE since <= ${waitingSince} LIMIT ${STUCK_COUNTED_MAX}) w) AS waiting,
      (SELECT count(*)::int FROM (
        SELECT DISTINCT s.mentor_id FROM office_sessions s
          JOIN mentor_profiles p ON p.user_id = s.mentor_id AND p.is_listed
          AND (p.booking_state = 'open' OR p.paused_until <= ${now})
         WHERE s.status = 'expired' AND s.starts_at > ${expiredFrom}
           AND s.expires_at > ${expiredFrom} LIMIT ${STUCK_COUNTED_MAX}) e) AS expired,
      (SELECT count(*)::int FROM (
        SELECT FROM office_sessions
         WHERE status = 'requested' AND expires_at > ${now} AND created_at <= ${askedBefore}
         LIMIT ${STUCK_COUNTED_MAX}) r) AS unanswered,
      (SELECT count(*)::int FROM (
        SELECT FROM slugs WHERE slug IS NOT NULL AND NOT EXISTS (
          SELECT FROM expertise x
            JOIN mentor_profiles p ON p.user_id = x.mentor_id AND p.is_listed
            JOIN earliest_slots e ON e.mentor_id = x.mentor_id AND e.not_before <= ${freeUntil}
           WHERE x.slug = slugs.slug)
         LIMIT ${STUCK_COUNTED_MAX}) x) AS expertise,
      (SELECT count(*)::int FROM (
        SELECT FROM invitations
         WHERE status = 'pending' AND expires_at <= ${invitedUntil}
         LIMIT ${STUCK_COUNTED_MAX}) i) AS invited`;
  return counts ?? { waiting: 0, expired: 0, unanswered: 0, expertise: 0, invited: 0 };
}
