import { isStaff } from "@sundial/auth";
import type { Db, DbTransaction, Prisma } from "@sundial/db";
import type { Actor } from "../context.ts";
import { hasStatus } from "../session-state/status-where.ts";

/**
 * Who reads a profile: its owner, staff, somebody who has a session with its owner, or anyone else
 * who is signed in.
 */
export type Reader = "self" | "staff" | "sessions" | "everyone";

interface Asking {
  actor: Pick<Actor, "id" | "role">;
  now: Date;
}

/**
 * What connects two people: a request that waits, because the mentor must be able to decide, a
 * session that is booked, and one that took place or was missed. One that was cancelled or declined,
 * or expired, doesn't.
 */
function connecting(now: Date): Prisma.OfficeSessionWhereInput {
  return hasStatus(["requested", "scheduled", "completed", "no_show"], now);
}

/** The people who have a session with this one. */
export function connectedTo(actorId: string, now: Date): Prisma.UserWhereInput {
  return {
    OR: [
      { menteeSessions: { some: { AND: [{ mentorId: actorId }, connecting(now)] } } },
      { mentorSessions: { some: { AND: [{ menteeId: actorId }, connecting(now)] } } },
    ],
  };
}

/** As whom the actor reads the profile of each of these people. */
export async function readersOf(
  db: Db | DbTransaction,
  ownerIds: string[],
  { actor, now }: Asking,
): Promise<(ownerId: string) => Reader> {
  if (isStaff(actor)) return (ownerId) => (ownerId === actor.id ? "self" : "staff");
  const others = ownerIds.filter((id) => id !== actor.id);
  const rows =
    others.length === 0
      ? []
      : await db.user.findMany({
          where: { AND: [{ id: { in: others } }, connectedTo(actor.id, now)] },
          select: { id: true },
        });
  const connected = new Set(rows.map(({ id }) => id));
  return (ownerId) => {
    if (ownerId === actor.id) return "self";
    return connected.has(ownerId) ? "sessions" : "everyone";
  };
}
