import type { Prisma } from "@sundial/db";
import type { Actor } from "../trpc.ts";

/** Whose profile this person may read: their own, active mentors', and those they have sessions with. */
export function profileScope(actor: Actor): Prisma.UserWhereInput {
  if (actor.role === "pm" || actor.role === "admin") return {};
  return {
    OR: [
      { id: actor.id },
      { role: "mentor", status: "active", mentorProfile: { isNot: null } },
      { menteeProfile: { officeSessions: { some: { mentorId: actor.id } } } },
      { mentorProfile: { officeSessions: { some: { menteeId: actor.id } } } },
    ],
  };
}
