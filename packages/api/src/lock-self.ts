import { type DbTransaction, lockPeople } from "@sundial/db";
import { DomainError } from "@sundial/validators";

interface Asking {
  actor: { id: string };
}

/**
 * Locks the caller until the transaction ends, as erasing does. Anything they start at the same
 * moment is either erased, too, or never starts.
 *
 * Errors: UNAUTHORIZED when they have been erased.
 */
export async function lockSelf(tx: DbTransaction, ctx: Asking) {
  await lockPeople(tx, [ctx.actor.id]);
  await requireStillHere(tx, ctx);
}

/**
 * For callers that have already locked the person.
 *
 * Errors: UNAUTHORIZED when the person has been erased.
 */
export async function requireStillHere(tx: DbTransaction, { actor }: Asking) {
  if (await isErased(tx, actor.id)) throw new DomainError("UNAUTHORIZED", "Please sign in.");
}

export async function isErased(tx: DbTransaction, id: string): Promise<boolean> {
  return (await tx.user.count({ where: { id, anonymizedAt: { not: null } } })) > 0;
}
