import type { DbTransaction } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import { DomainError } from "@sundial/validators";
import type { ServiceContext } from "../context.ts";
import { type ApplicationAction, RULES } from "./policy.ts";
import { applicationSelect } from "./view.ts";

interface Settlement {
  id: string;
  action: ApplicationAction;
  /** Only for a decision. */
  answer?: string;
  groupId?: string;
}

/**
 * Ends an application's wait, once: a compare-and-swap on its status decides between two people.
 * What was written stays out of the log, which is never erased.
 *
 * Errors: INVALID_TRANSITION with its status when it no longer waits.
 */
export async function settle(
  tx: DbTransaction,
  ctx: ServiceContext,
  { id, action, answer, groupId }: Settlement,
) {
  const { from, to } = RULES[action];
  const { count } = await tx.mentorApplication.updateMany({
    where: { id, status: from },
    data: {
      status: to,
      settledAt: ctx.now(),
      ...(answer === undefined ? {} : { answer, decidedById: ctx.actor.id }),
    },
  });
  const row = await tx.mentorApplication.findUniqueOrThrow({
    where: { id },
    select: applicationSelect,
  });
  if (count === 0) {
    throw new DomainError(
      "INVALID_TRANSITION",
      `This application has already been ${row.status}.`,
      { status: row.status },
    );
  }
  await recordAuditEvent(tx, ctx, {
    action: `mentorApplication.${to}`,
    targetType: "mentorApplication",
    targetId: id,
    groupId,
    before: { status: from },
    after: { status: to },
  });
  return row;
}
