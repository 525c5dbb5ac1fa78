import { recordAuditEvent, tell } from "@sundial/ledger";
import { type DecideReliabilityInput, DomainError } from "@sundial/validators";
import type { PersonContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { lockSelf } from "../lock-self.ts";
import { inTransaction } from "../transaction.ts";
import { objectionScope } from "./scope.ts";
import { objectionSelect } from "./view.ts";

/**
 * Decides an objection, once: accepted, and the lapse no longer counts, or declined. The person
 * reads the answer.
 *
 * Errors: NOT_FOUND when it doesn't exist or is the actor's own; INVALID_TRANSITION when it has been
 * decided; UNAUTHORIZED when the actor has been erased.
 */
export function decideReliability(
  ctx: PersonContext,
  { id, outcome, answer }: DecideReliabilityInput,
) {
  const { actor } = ctx;
  return inTransaction(ctx.db, async (tx) => {
    await lockSelf(tx, ctx);
    const decidedAt = ctx.now();
    const where = { AND: [{ id }, objectionScope(actor)] };
    const { count } = await tx.reliabilityObjection.updateMany({
      where: { AND: [where, { status: "open" }] },
      data: { status: outcome, answer, decidedAt, decidedById: actor.id },
    });
    const row = await tx.reliabilityObjection.findFirst({
      where,
      select: { ...objectionSelect, personId: true },
    });
    if (row === null) throw notFound();
    if (count === 0) {
      throw new DomainError("INVALID_TRANSITION", "This objection has been decided already.", {
        status: row.status,
      });
    }
    const { personId, ...objection } = row;
    await recordAuditEvent(tx, ctx, {
      action: "reliability.decided",
      targetType: "reliabilityObjection",
      targetId: id,
      before: { status: "open" },
      after: { status: outcome },
    });
    await tell(tx, [
      {
        kind: "reliability.decided",
        key: id,
        at: decidedAt,
        actorId: actor.id,
        people: { self: personId },
        data: { outcome },
      },
    ]);
    return objection;
  });
}
