import { can } from "@sundial/auth";
import { type DbTransaction, lockPeople } from "@sundial/db";
import type { ChangeMemberInput, Permission } from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { memberDetailSelect } from "./view.ts";

/**
 * Locks the person an admin wants to change until the transaction ends, so nobody books with them
 * meanwhile. If two admins act on each other at once, the second is no longer an admin here.
 *
 * Errors: FORBIDDEN when the actor is no longer an admin or is that person; NOT_FOUND;
 * STALE_VERSION.
 */
export async function lockMember(
  tx: DbTransaction,
  { actor }: ServiceContext,
  {
    id,
    version,
    permission,
  }: Pick<ChangeMemberInput, "id" | "version"> & { permission: Permission },
) {
  await lockPeople(tx, [actor.id, id]);
  if (actor.kind === "user") {
    const self = await tx.user.findUniqueOrThrow({
      where: { id: actor.id },
      select: { role: true, status: true },
    });
    if (!can({ ...actor, ...self }, permission)) {
      throw new DomainError("FORBIDDEN", "Your role no longer allows this.");
    }
  }
  const member = await tx.user.findFirst({
    where: { id, anonymizedAt: null },
    select: memberDetailSelect,
  });
  if (member === null) throw notFound();
  if (id === actor.id) {
    throw new DomainError("FORBIDDEN", "You can't change your own access. Ask another admin.");
  }
  if (member.version !== version) {
    throw new DomainError(
      "STALE_VERSION",
      "This account was changed elsewhere. Reload to see the latest version.",
      { version: member.version },
    );
  }
  return member;
}
