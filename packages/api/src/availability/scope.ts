import { isStaff } from "@sundial/auth";
import type { Prisma } from "@sundial/db";
import type { Actor } from "../context.ts";
import { mentorScope } from "../mentor/scope.ts";

/** Whether a person may know a mentor's private reasons: their own, or anyone's as program staff. */
export function seesAllReasons(actor: Actor, mentorId: string): boolean {
  return actor.id === mentorId || isStaff(actor);
}

/** Whose times a person may ask about: mentors of the directory, and hidden ones for insiders. */
export function explainScope(actor: Actor, mentorId: string): Prisma.UserWhereInput {
  return seesAllReasons(actor, mentorId) ? { mentorProfile: { isNot: null } } : mentorScope();
}
