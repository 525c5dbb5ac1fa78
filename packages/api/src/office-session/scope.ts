import { isStaff } from "@sundial/auth";
import type { Prisma } from "@sundial/db";
import type { Actor } from "../context.ts";

/** Which office sessions a person may see: their own, or all for program staff. */
export function officeSessionScope(
  actor: Pick<Actor, "id" | "role">,
): Prisma.OfficeSessionWhereInput {
  if (isStaff(actor)) return {};
  return { OR: [{ mentorId: actor.id }, { menteeId: actor.id }] };
}
