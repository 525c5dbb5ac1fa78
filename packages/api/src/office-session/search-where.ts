import { Prisma } from "@sundial/db";
import {
  type OfficeSessionFilter,
  type OfficeSessionStatus,
  officeSessionStatus,
  type SessionFlag,
} from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { completedBefore } from "../session-state/policy.ts";

/** A request that has waited for so long counts as unanswered. */
export const UNANSWERED_AFTER = DAY;

export type Place = Omit<OfficeSessionFilter, "search">;

/**
 * The sessions of a filter, as disjoint parts that an index reads in the order of their starts. A
 * status is what it is now, as in `hasStatus`, though the sweep may not have saved it yet.
 */
export function partsOf(filter: Place, now: Date): Prisma.Sql[] {
  const { mentorId, menteeId, from, to, flag } = filter;
  const common: Prisma.Sql[] = [];
  if (mentorId !== undefined) common.push(Prisma.sql`mentor_id = ${mentorId}`);
  if (menteeId !== undefined) common.push(Prisma.sql`mentee_id = ${menteeId}`);
  if (from !== undefined) common.push(Prisma.sql`starts_at >= ${from}`);
  if (to !== undefined) common.push(Prisma.sql`starts_at < ${to}`);
  if (flag === "disputed") common.push(Prisma.sql`disputed`);
  if (flag === "late") common.push(Prisma.sql`cancelled_late`);
  return statusParts(filter, now).map((part) => Prisma.join([part, ...common], " AND "));
}

/** The only status whose sessions have the flag. */
const statusOf: Record<SessionFlag, OfficeSessionStatus | null> = {
  disputed: null,
  late: null,
  no_feedback: "completed",
  unanswered: "requested",
};

const everyStatus = Prisma.sql`true`;

function statusParts(filter: Place, now: Date): Prisma.Sql[] {
  const { flag, mentorId, menteeId } = filter;
  const needed = flag === undefined ? null : statusOf[flag];
  const status = filter.status ?? needed;
  if (needed !== null && status !== needed) return [];
  if (status !== null) return storedAs(status, now);
  // Their own indexes have all statuses in one order; the one of all sessions begins with the status.
  if (mentorId !== undefined || menteeId !== undefined || flag !== undefined) return [everyStatus];
  return officeSessionStatus.options.map(
    (stored) => Prisma.sql`status = ${stored}::office_session_status`,
  );
}

function storedAs(status: OfficeSessionStatus, now: Date): Prisma.Sql[] {
  const over = completedBefore(now);
  switch (status) {
    case "requested":
      // Not simply `expires_at > now`, which would read the index of expiries that the sweep uses.
      return [Prisma.sql`status = 'requested' AND coalesce(expires_at, ${now}) > ${now}`];
    case "scheduled":
      return [Prisma.sql`status = 'scheduled' AND coalesce(ends_at, ${over}) > ${over}`];
    case "expired":
      return [
        Prisma.sql`status = 'expired'`,
        Prisma.sql`status = 'requested' AND expires_at <= ${now}`,
      ];
    case "completed":
      return [
        Prisma.sql`status = 'completed'`,
        Prisma.sql`status = 'scheduled' AND starts_at <= ${over} AND ends_at <= ${over}`,
      ];
    default:
      return [Prisma.sql`status = ${status}::office_session_status`];
  }
}

/** What no index answers: it is asked of a limited number of sessions. */
export function askedOf({ flag }: Place, now: Date): Prisma.Sql | null {
  if (flag === "unanswered") {
    return Prisma.sql`created_at <= ${new Date(now.getTime() - UNANSWERED_AFTER)}`;
  }
  if (flag !== "no_feedback") return null;
  return Prisma.sql`
    NOT EXISTS (SELECT FROM feedback f WHERE f.office_session_id = office_sessions.id)`;
}

/** What lies ahead comes soonest first, everything else latest first. */
export function isSoonestFirst({ status, flag }: Place): boolean {
  return status === "requested" || status === "scheduled" || flag === "unanswered";
}
