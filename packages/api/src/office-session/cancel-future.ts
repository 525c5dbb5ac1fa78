import type { CancelReason, DbTransaction, Prisma } from "@sundial/db";
import { type AuditSource, recordAuditEvents } from "@sundial/ledger";
import type { FutureSessions } from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import { tellParties } from "../notification/tell-parties.ts";
import { BLOCKING, endsWithParty } from "../session-state/policy.ts";
import { hasStatus } from "../session-state/status-where.ts";
import { officeSessionSelect, toState } from "../session-state/view.ts";
import { announceSessions } from "./announce-sessions.ts";

interface PartyOptions {
  /** The party, in either role or in one of them. */
  userId: string;
  as?: "mentor" | "mentee";
  now: Date;
}

/**
 * This person's upcoming sessions, soonest first: requests that may still be answered and sessions
 * that haven't begun. Lock the person first to rely on the result until the end of a transaction.
 */
export async function findFutureSessions(tx: DbTransaction, { userId, as, now }: PartyOptions) {
  const sides: Prisma.OfficeSessionWhereInput[] = [];
  if (as !== "mentee") sides.push({ mentorId: userId });
  if (as !== "mentor") sides.push({ menteeId: userId });
  const rows = await tx.officeSession.findMany({
    where: { AND: [{ OR: sides, startsAt: { gt: now } }, hasStatus(BLOCKING, now)] },
    orderBy: [{ startsAt: "asc" }, { id: "asc" }],
    select: officeSessionSelect,
  });
  return rows.filter((row) => endsWithParty(toState(row, now), now));
}

/** Errors: HAS_FUTURE_SESSIONS when sessions are upcoming, with how many and which. */
export async function requireNoFutureSessions(tx: DbTransaction, party: PartyOptions) {
  const rows = await findFutureSessions(tx, party);
  if (rows.length === 0) return;
  const details: FutureSessions = { count: rows.length, ids: rows.map(({ id }) => id) };
  throw new DomainError(
    "HAS_FUTURE_SESSIONS",
    rows.length === 1
      ? "An upcoming session is still booked."
      : `${rows.length} upcoming sessions are still booked.`,
    details,
  );
}

interface CancelOptions extends PartyOptions {
  reason: Extract<CancelReason, "party_suspended" | "party_deleted" | "pm_decision">;
  /** Shared by the audit events of the sessions that this decision cancels. */
  groupId: string;
}

/**
 * Cancels all upcoming sessions of a person who may no longer hold them, and frees their time.
 * Parties who may still sign in get an email without the reason. Call it with the person locked, in
 * the transaction of the decision. Returns the number of sessions.
 */
export async function cancelFutureSessions(
  tx: DbTransaction,
  source: AuditSource,
  { reason, groupId, ...party }: CancelOptions,
) {
  const { userId, now } = party;
  // Waits for rows that someone is changing, and then reads their new state.
  await tx.$queryRaw`
    SELECT id FROM office_sessions
     WHERE (mentor_id = ${userId} OR mentee_id = ${userId})
       AND status IN ('requested', 'scheduled') AND starts_at > ${now}
     ORDER BY id FOR UPDATE`;
  const rows = await findFutureSessions(tx, party);
  const isLeaving = reason !== "pm_decision";
  const ids = rows.map(({ id }) => id);
  await tx.officeSession.updateMany({
    where: { id: { in: ids } },
    data: {
      status: "cancelled",
      cancelledAt: now,
      cancelledById: isLeaving ? null : source.actor?.id,
      cancelReason: reason,
      changeNote: "",
      version: { increment: 1 },
      calendarSequence: { increment: 1 },
    },
  });
  await tx.timeClaim.deleteMany({ where: { officeSessionId: { in: ids } } });
  const cancelled = rows.map((row) => ({
    ...row,
    status: "cancelled" as const,
    cancelReason: reason,
    changeNote: "",
    version: row.version + 1,
  }));
  await tellParties(tx, {
    kind: "session.cancelled",
    sessions: cancelled,
    at: now,
    actorId: source.actor?.id ?? null,
    except: isLeaving ? userId : undefined,
  });
  const events = rows.map(({ id, status }) => ({
    action: "officeSession.cancelled" as const,
    targetType: "officeSession" as const,
    targetId: id,
    groupId,
    before: { status },
    after: { status: "cancelled", cancelReason: reason },
  }));
  await recordAuditEvents(tx, source, events);
  await announceSessions(tx, { action: "officeSession.cancelled", rows: cancelled, at: now });
  return rows.length;
}
