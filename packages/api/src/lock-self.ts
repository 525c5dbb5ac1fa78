import type { DbTransaction } from "@sundial/db";
import { DomainError } from "@sundial/validators";
import type { ServiceContext } from "./context.ts";
import { lockPeople } from "./office-session/parties.ts";

type Asking = Pick<ServiceContext, "actor">;

/**
 * Locks whoever asks until the transaction ends, as erasing does: what they begin at the same moment
 * is either there to be erased or not begun. Errors: UNAUTHORIZED when they are erased by now.
 */
export async function lockSelf(tx: DbTransaction, ctx: Asking) {
  await lockPeople(tx, [ctx.actor.id]);
  await requireStillHere(tx, ctx);
}

/** For those who have locked whoever asks among others. Errors: as above. */
export async function requireStillHere(tx: DbTransaction, { actor }: Asking) {
  if (await isErased(tx, actor.id)) throw new DomainError("UNAUTHORIZED", "Please sign in.");
}

export async function isErased(tx: DbTransaction, id: string): Promise<boolean> {
  return (await tx.user.count({ where: { id, anonymizedAt: { not: null } } })) > 0;
}
