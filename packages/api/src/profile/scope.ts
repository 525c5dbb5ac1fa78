import { isStaff } from "@sundial/auth";
import type { Prisma } from "@sundial/db";
import type { Actor } from "../context.ts";

/**
 * Whose profile this person may read: their own, active mentors', and those of people they have
 * sessions with. Others can't see a deleted profile, and nobody can see the profile of an erased
 * person.
 */
export function profileScope(actor: Actor): Prisma.UserWhereInput {
  if (isStaff(actor)) return { anonymizedAt: null };
  return {
    OR: [
      { id: actor.id },
      { role: "mentor", status: "active", mentorProfile: { isNot: null } },
      { menteeProfile: { isNot: null }, menteeSessions: { some: { mentorId: actor.id } } },
      { mentorProfile: { isNot: null }, mentorSessions: { some: { menteeId: actor.id } } },
    ],
  };
}
