import type { Prisma } from "@sundial/db";
import type { Actor } from "../context.ts";
import { mentorScope } from "../mentor/scope.ts";

/** Whether a person may know a mentor's private reasons: their own, or anyone's as program staff. */
export function seesAllReasons({ id, role }: Actor, mentorId: string): boolean {
  return id === mentorId || role === "pm" || role === "admin";
}

/** Whose times a person may ask about: mentors of the directory, and hidden ones for insiders. */
export function explainScope(actor: Actor, mentorId: string): Prisma.UserWhereInput {
  return seesAllReasons(actor, mentorId) ? { mentorProfile: { isNot: null } } : mentorScope();
}
