import type { Prisma } from "@sundial/db";
import type { Actor } from "../context.ts";

/** Staff see all objections but their own, which somebody else decides. */
export function objectionScope(actor: Pick<Actor, "id">): Prisma.ReliabilityObjectionWhereInput {
  return { personId: { not: actor.id } };
}
