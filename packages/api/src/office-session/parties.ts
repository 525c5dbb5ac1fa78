import { type DbTransaction, Prisma } from "@sundial/db";
import { DomainError } from "@sundial/validators";
import { notFound } from "../errors.ts";
import { mentorScope } from "../mentor/scope.ts";

interface Parties {
  mentorId: string;
  menteeId: string;
}

/**
 * Locks these people, in the order of their ids so that two bookings never wait for each other in a
 * circle. Until we are done their status cannot change, and none of them is booked or moved by
 * anybody else. Lock people before sessions.
 */
export async function lockPeople(tx: DbTransaction, ids: string[]) {
  await tx.$queryRaw`
    SELECT id FROM users WHERE id IN (${Prisma.join(ids)}) ORDER BY id FOR NO KEY UPDATE`;
}

/**
 * What a booking needs to know of both parties. Errors: NOT_FOUND for a mentor who is not in the
 * directory or a mentee there is not, PARTY_INACTIVE, PROFILE_REQUIRED.
 */
export async function loadParties(tx: DbTransaction, { mentorId, menteeId }: Parties) {
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

/** Errors: PARTY_INACTIVE. Existing sessions stay, but they are neither approved nor moved. */
export async function requireActive(tx: DbTransaction, { mentorId, menteeId }: Parties) {
  const away = await tx.user.count({
    where: { id: { in: [mentorId, menteeId] }, status: { not: "active" } },
  });
  if (away > 0) throw partyInactive();
}

/** The same for inactive and suspended: which of the two is not the other party's to know. */
function partyInactive() {
  return new DomainError("PARTY_INACTIVE", "One of the two accounts isn't active right now.");
}
