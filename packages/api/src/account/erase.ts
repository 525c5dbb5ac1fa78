import { randomUUID } from "node:crypto";
import { lockPeople } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import type { EraseAccountInput } from "@sundial/validators";
import type { PersonContext } from "../context.ts";
import { isErased } from "../lock-self.ts";
import { eraseUser, erasing } from "../member/erase-user.ts";
import { requirePassword } from "../require-password.ts";

/**
 * Erases the actor's account permanently. Several requests at once erase it once.
 *
 * Errors: INVALID_CREDENTIALS when the password is wrong; RECENT_SIGN_IN_REQUIRED for people without
 * a password; LAST_ADMIN.
 */
export async function eraseAccount(ctx: PersonContext, { password }: EraseAccountInput) {
  const { actor } = ctx;
  await requirePassword(ctx, password);
  await erasing(ctx, async (tx) => {
    await lockPeople(tx, [actor.id]);
    if (await isErased(tx, actor.id)) return;
    const groupId = randomUUID();
    const erased = await eraseUser(tx, ctx, { id: actor.id, groupId, now: ctx.now() });
    await recordAuditEvent(tx, ctx, {
      action: "account.erased",
      targetType: "user",
      targetId: actor.id,
      groupId,
      after: erased,
    });
  });
  return { id: actor.id };
}
