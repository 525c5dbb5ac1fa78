import type { Db, DbTransaction } from "@sundial/db";
import { DomainError } from "@sundial/validators";
import type { PersonContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { mentorScope } from "../mentor/scope.ts";
import { hasStatus } from "../session-state/status-where.ts";

interface Parties {
  mentorId: string;
  menteeId: string;
}

/**
 * What a booking needs to know about both parties.
 *
 * Errors: NOT_FOUND when the directory doesn't have the mentor, or the mentee doesn't exist;
 * PARTY_INACTIVE; PROFILE_REQUIRED.
 */
export async function loadParties(tx: Db | DbTransaction, { mentorId, menteeId }: Parties) {
  const mentor = await tx.user.findFirst({
    where: { AND: [{ id: mentorId }, mentorScope()] },
    select: {
      mentorProfile: {
        select: {
          userId: true,
          location: true,
          autoAccept: true,
          minNoticeMinutes: true,
          activePerMenteeCap: true,
        },
      },
    },
  });
  if (mentor === null || mentor.mentorProfile === null) throw notFound();
  const mentee = await tx.user.findUnique({
    where: { id: menteeId },
    select: { id: true, status: true, timeZone: true, menteeProfile: { select: { userId: true } } },
  });
  if (mentee === null) throw notFound();
  if (mentee.status !== "active") throw partyInactive();
  if (mentee.menteeProfile === null) {
    throw new DomainError(
      "PROFILE_REQUIRED",
      "The mentee's profile must be complete before a session can be booked.",
    );
  }
  return { mentor: mentor.mentorProfile, mentee };
}

/** Errors: INVALID_INPUT when somebody would meet themselves. */
export function requireDifferent({ mentorId, menteeId }: Parties): void {
  if (menteeId !== mentorId) return;
  throw new DomainError("INVALID_INPUT", "A session needs two different people.", [
    { path: ["menteeId"], message: "Choose someone other than the mentor" },
  ]);
}

/** Errors: NOT_FOUND unless this mentor has had a session with the mentee. */
export async function requireMet({ db, actor, now }: PersonContext, menteeId: string) {
  const met = await db.officeSession.findFirst({
    where: { AND: [{ mentorId: actor.id, menteeId }, hasStatus(["completed"], now())] },
    select: { id: true },
  });
  if (met === null) throw notFound();
}

/**
 * Existing sessions stay, but they can't be approved or rescheduled.
 *
 * Errors: PARTY_INACTIVE when a party isn't active.
 */
export async function requireActive(tx: DbTransaction, { mentorId, menteeId }: Parties) {
  const away = await tx.user.count({
    where: { id: { in: [mentorId, menteeId] }, status: { not: "active" } },
  });
  if (away > 0) throw partyInactive();
}

/** The same for inactive and suspended, because the other party must not learn which. */
function partyInactive() {
  return new DomainError("PARTY_INACTIVE", "One of the two accounts isn't active right now.");
}
