import type { Db, DbTransaction } from "@sundial/db";
import { DomainError } from "@sundial/validators";
import { readSettings } from "../program/read.ts";
import { BLOCKING } from "../session-state/policy.ts";
import { hasStatus } from "../session-state/status-where.ts";

interface Room {
  menteeId: string;
  mentor: { userId: string; activePerMenteeCap: number | null };
}

/**
 * A series counts as one while any of its sessions is ahead: it was one decision, and most of its
 * sessions are far away.
 *
 * Errors: LIMIT_REACHED when the mentee has enough upcoming sessions, with this mentor or in total.
 */
export async function requireRoom(
  db: Db | DbTransaction,
  { menteeId, mentor }: Room,
  now: Date,
): Promise<void> {
  const ahead = await db.officeSession.findMany({
    where: { AND: [{ menteeId, endsAt: { gt: now } }, hasStatus(BLOCKING, now)] },
    select: { id: true, mentorId: true, seriesId: true },
  });
  const counted = (rows: typeof ahead) =>
    new Set(rows.map(({ id, seriesId }) => seriesId ?? id)).size;
  const withMentor = counted(ahead.filter(({ mentorId }) => mentorId === mentor.userId));
  const cap = mentor.activePerMenteeCap ?? Number.POSITIVE_INFINITY;
  if (withMentor >= cap) {
    throw new DomainError(
      "LIMIT_REACHED",
      `This mentor allows ${cap} upcoming sessions per mentee. Book again after your next one.`,
      { limit: cap },
    );
  }
  const { maxActiveSessions: limit } = await readSettings(db);
  if (counted(ahead) >= limit) {
    throw new DomainError(
      "LIMIT_REACHED",
      `A mentee can have up to ${limit} upcoming sessions. Book again after the next one.`,
      { limit },
    );
  }
}
