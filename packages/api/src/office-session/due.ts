import { type Db, type DbTransaction, Prisma } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import { forgottenBefore } from "../idempotency.ts";
import { tellParties } from "../notification/tell-parties.ts";
import { completedBefore } from "../session-state/policy.ts";
import { type OfficeSessionRow, officeSessionSelect, toState } from "../session-state/view.ts";
import { announceSessions } from "./announce-sessions.ts";

interface DueOptions {
  now: Date;
  limit: number;
  /** Only the sessions of these people; everyone's by default. */
  of?: string[];
}

/** Each has its own index with what is due first. */
const isLapsed = (now: Date) => Prisma.sql`status = 'requested' AND expires_at <= ${now}`;
const isOver = (now: Date) =>
  Prisma.sql`status = 'scheduled' AND ends_at <= ${completedBefore(now)}`;

/** Whether `applyDueTransitions` has anything to save, and whether any key has expired. */
export async function findDue(db: Db, now: Date): Promise<{ sessions: boolean; keys: boolean }> {
  const [due] = await db.$queryRaw<{ sessions: boolean; keys: boolean }[]>`
    SELECT EXISTS (SELECT FROM office_sessions WHERE ${isLapsed(now)})
        OR EXISTS (SELECT FROM office_sessions WHERE ${isOver(now)}) AS sessions,
           EXISTS (SELECT FROM idempotency_keys WHERE created_at <= ${forgottenBefore(now)}) AS keys`;
  return due ?? { sessions: false, keys: false };
}

/**
 * Saves automatic transitions, for at most `limit` sessions: unanswered requests expire, and
 * unreported sessions complete. Their time claims are removed. Skips sessions that another
 * transaction is changing. Returns a count for each outcome.
 */
export async function applyDueTransitions(tx: DbTransaction, { now, limit, of }: DueOptions) {
  const theirs = of
    ? Prisma.sql`AND (mentor_id IN (${Prisma.join(of)}) OR mentee_id IN (${Prisma.join(of)}))`
    : Prisma.empty;
  const locked = await tx.$queryRaw<{ id: string }[]>`
    WITH lapsed AS (
      SELECT id FROM office_sessions
       WHERE ${isLapsed(now)} ${theirs}
       ORDER BY expires_at LIMIT ${limit} FOR UPDATE SKIP LOCKED),
    ended AS (
      SELECT id FROM office_sessions
       WHERE ${isOver(now)} ${theirs}
       ORDER BY ends_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    SELECT id FROM lapsed UNION ALL SELECT id FROM ended LIMIT ${limit}`;
  const applied = { expired: 0, completed: 0 };
  if (locked.length === 0) return applied;

  const rows = await tx.officeSession.findMany({
    where: { id: { in: locked.map(({ id }) => id) } },
    select: officeSessionSelect,
  });
  const changed: Record<keyof typeof applied, OfficeSessionRow[]> = { expired: [], completed: [] };
  for (const row of rows) {
    const { status: to } = toState(row, now);
    if (to !== "expired" && to !== "completed") continue;
    applied[to] += 1;
    const after = await tx.officeSession.update({
      where: { id: row.id },
      data: {
        status: to,
        version: { increment: 1 },
        calendarSequence: to === "expired" ? { increment: 1 } : undefined,
      },
      select: officeSessionSelect,
    });
    changed[to].push(after);
    await tx.timeClaim.deleteMany({ where: { officeSessionId: row.id } });
    await tellParties(tx, { kind: `session.${to}`, sessions: [after], at: now, actorId: null });
    await recordAuditEvent(
      tx,
      { actor: null },
      {
        action: `officeSession.${to}`,
        targetType: "officeSession",
        targetId: row.id,
        before: { status: row.status },
        after: { status: to },
      },
    );
  }
  for (const to of ["expired", "completed"] as const) {
    await announceSessions(tx, { action: `officeSession.${to}`, rows: changed[to], at: now });
  }
  return applied;
}
