import { can } from "@sundial/auth";
import type { Prisma } from "@sundial/db";
import type { Actor } from "../context.ts";

/** Staff see everyone's applications, others only their own. */
export function mentorApplicationScope(actor: Actor): Prisma.MentorApplicationWhereInput {
  return can(actor, "mentorApplication:read") ? {} : { userId: actor.id };
}
