import { isStaff } from "@sundial/auth";
import type { Prisma } from "@sundial/db";
import type { Actor } from "../context.ts";
import { connectedTo } from "../profile-field/reader.ts";
import { menteesShownToEveryone } from "../profile-field/shown.ts";

/**
 * Whose profile this person may read: their own, active mentors', those of active mentees who show
 * something to everyone, and those of people they have sessions with. What of it they see, each
 * field says. Others can't see a deleted profile, and nobody can see the profile of an erased person.
 */
export function profileScope(actor: Actor, now: Date): Prisma.UserWhereInput {
  if (isStaff(actor)) return { anonymizedAt: null };
  return {
    OR: [
      { id: actor.id },
      { role: "mentor", status: "active", mentorProfile: { isNot: null } },
      { role: "mentee", status: "active", menteeProfile: { is: menteesShownToEveryone } },
      {
        AND: [
          { OR: [{ menteeProfile: { isNot: null } }, { mentorProfile: { isNot: null } }] },
          connectedTo(actor.id, now),
        ],
      },
    ],
  };
}
