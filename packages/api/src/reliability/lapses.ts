import { type Db, type DbTransaction, Prisma } from "@sundial/db";
import { LAPSE_DAYS, type Lapse, type LapseState } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";

/** A lapse as the sessions say it, before any objection. */
export interface FoundLapse {
  officeSessionId: string;
  lapse: Lapse;
  isDisputed: boolean;
}

/** A session of before then no longer counts. */
export const lapsesSince = (now: Date) => new Date(now.getTime() - LAPSE_DAYS * DAY);

interface Search {
  personId: string;
  now: Date;
  limit: number;
  /** Only of this session. */
  officeSessionId?: string;
}

/**
 * What counts against somebody, by the start of its session, newest first: absences that were
 * reported, cancellations within the time that counts as late, and requests that a mentor let
 * expire. Stored statuses lag behind the clock, so a request whose time is over has expired.
 */
export function findLapses(
  db: Db | DbTransaction,
  { personId, now, limit, officeSessionId }: Search,
): Promise<FoundLapse[]> {
  const here =
    officeSessionId === undefined ? Prisma.empty : Prisma.sql`AND id = ${officeSessionId}::uuid`;
  const counting = Prisma.sql`starts_at >= ${lapsesSince(now)} ${here}`;
  const newest = Prisma.sql`ORDER BY starts_at DESC, id DESC LIMIT ${limit}`;
  return db.$queryRaw<FoundLapse[]>`
    SELECT id AS "officeSessionId", lapse, disputed AS "isDisputed"
      FROM (
        (SELECT id, starts_at, disputed, 'no_show' AS lapse FROM office_sessions
          WHERE mentor_id = ${personId} AND status = 'no_show' AND ${counting}
            AND no_show_party IN ('mentor', 'both') ${newest})
        UNION ALL
        (SELECT id, starts_at, disputed, 'no_show' FROM office_sessions
          WHERE mentee_id = ${personId} AND status = 'no_show' AND ${counting}
            AND no_show_party IN ('mentee', 'both') ${newest})
        UNION ALL
        (SELECT id, starts_at, false, 'late_cancellation' FROM office_sessions
          WHERE cancelled_by_id = ${personId} AND cancelled_late AND ${counting} ${newest})
        UNION ALL
        (SELECT id, starts_at, false, 'expired_request' FROM office_sessions
          WHERE mentor_id = ${personId} AND status = 'expired' AND ${counting} ${newest})
        UNION ALL
        (SELECT id, starts_at, false, 'expired_request' FROM office_sessions
          WHERE mentor_id = ${personId} AND status = 'requested' AND expires_at <= ${now}
            AND ${counting} ${newest})
      ) found
     ${newest}`;
}

/** Whether it counts, with the objection that was made to it last. */
export function stateOf(
  { isDisputed }: Pick<FoundLapse, "isDisputed">,
  objection: { status: string } | null,
): LapseState {
  if (objection?.status === "accepted") return "excused";
  return isDisputed ? "disputed" : "counts";
}
