import { can } from "@sundial/auth";
import { type DbTransaction, lockPeople } from "@sundial/db";
import type { ChangeMemberInput, Permission } from "@sundial/validators";
import { DomainError } from "@sundial/validators";
import type { Actor, ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { memberDetailSelect } from "./view.ts";

type Locking = Pick<ChangeMemberInput, "id"> & { permission: Permission };

/**
 * Locks the person staff want to change, at the version they last saw.
 *
 * Errors: those of `lockPerson`; STALE_VERSION.
 */
export async function lockMember(
  tx: DbTransaction,
  ctx: ServiceContext,
  { version, ...locking }: Locking & Pick<ChangeMemberInput, "version">,
) {
  const member = await lockPerson(tx, ctx, locking);
  if (member.version !== version) {
    throw new DomainError(
      "STALE_VERSION",
      "This account was changed elsewhere. Reload to see the latest version.",
      { version: member.version },
    );
  }
  return member;
}

/**
 * Locks the person staff want to change until the transaction ends, so nobody books with them
 * meanwhile. If two admins act on each other at once, the second is no longer an admin here.
 *
 * Errors: FORBIDDEN when the actor no longer has the permission or is that person; NOT_FOUND.
 */
export async function lockPerson(
  tx: DbTransaction,
  { actor }: ServiceContext,
  { id, permission }: Locking,
) {
  await lockPeople(tx, [actor.id, id]);
  if (!can(await actorNow(tx, actor), permission)) {
    throw new DomainError("FORBIDDEN", "Your role no longer allows this.");
  }
  const member = await tx.user.findFirst({
    where: { id, anonymizedAt: null },
    select: memberDetailSelect,
  });
  if (member === null) throw notFound();
  if (id === actor.id) {
    throw new DomainError("FORBIDDEN", "You can't change your own access. Ask someone else.");
  }
  return member;
}

/** The actor with the role and status they have now. Lock them first to rely on it. */
export async function actorNow(tx: DbTransaction, actor: Actor): Promise<Actor> {
  if (actor.kind !== "user") return actor;
  const self = await tx.user.findUniqueOrThrow({
    where: { id: actor.id },
    select: { role: true, status: true },
  });
  return { ...actor, ...self };
}
