import type { DbTransaction } from "@sundial/db";
import type { Role } from "@sundial/validators";
import { endAllAccess } from "../revoke-access.ts";
import { deleteSecondFactor } from "../second-factor/second-factor.ts";
import { type CredentialContext, recordAuthEvent } from "./context.ts";

interface Owner {
  id: string;
  role: Role;
  emailVerified: boolean;
}

/**
 * Notes that a person owns their mailbox. Before that, somebody else may have set up the account:
 * everything that opens it is removed, except `usedAccountId`, the way in that this person has just
 * used. Also ends all sessions, tokens and feeds, as endAllAccess does. Returns the number of
 * authenticator apps removed. Nothing more is removed from an account whose mailbox was proven.
 */
export async function proveMailbox(
  tx: DbTransaction,
  ctx: CredentialContext,
  owner: Owner,
  usedAccountId?: string,
): Promise<{ apps: number }> {
  await endAllAccess(tx, { userId: owner.id, now: ctx.now() });
  if (owner.emailVerified) return { apps: 0 };
  await tx.user.update({
    where: { id: owner.id },
    data: { emailVerified: true },
    select: { id: true },
  });
  await tx.account.deleteMany({ where: { userId: owner.id, id: { not: usedAccountId } } });
  await tx.passkey.deleteMany({ where: { userId: owner.id } });
  const apps = await deleteSecondFactor(tx, owner.id);
  if (apps > 0) {
    await recordAuthEvent(tx, ctx, {
      action: "secondFactor.removed",
      actor: owner,
      targetId: owner.id,
      reason: "set up before the address was confirmed",
    });
  }
  return { apps };
}
