import { randomUUID } from "node:crypto";
import { recordAuditEvent } from "@sundial/ledger";
import type { ChangeMemberInput } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { eraseUser, erasing } from "./erase-user.ts";
import { lockMember } from "./lock-member.ts";

/**
 * Erases a person permanently, with a reason.
 *
 * Errors: those of `lockMember` and `erasing`.
 */
export function eraseMember(ctx: ServiceContext, input: ChangeMemberInput) {
  const { id, reason } = input;
  return erasing(ctx, async (tx) => {
    const { role, status } = await lockMember(tx, ctx, { ...input, permission: "member:erase" });
    const groupId = randomUUID();
    const erased = await eraseUser(tx, ctx, { id, groupId, now: ctx.now() });
    await recordAuditEvent(tx, ctx, {
      action: "member.erased",
      targetType: "user",
      targetId: id,
      reason,
      groupId,
      before: { role, status },
      after: erased,
    });
    return { id };
  });
}
