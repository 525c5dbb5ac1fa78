import { recordAuditEvent, tell } from "@sundial/ledger";
import { type DecideMisuseReportInput, DomainError } from "@sundial/validators";
import type { PersonContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { lockSelf } from "../lock-self.ts";
import { inTransaction } from "../transaction.ts";
import { misuseReportScope } from "./view.ts";

/**
 * Decides a report, once. The reporter sees that it was decided, and when. What an erased person
 * wrote stays until then, and goes with the decision.
 *
 * Errors: NOT_FOUND when it doesn't exist or is about the actor; INVALID_TRANSITION when it has been
 * decided; UNAUTHORIZED when the actor has been erased.
 */
export function decideMisuseReport(
  ctx: PersonContext,
  { id, outcome, decision }: DecideMisuseReportInput,
) {
  const { actor } = ctx;
  return inTransaction(ctx.db, async (tx) => {
    await lockSelf(tx, ctx);
    const decidedAt = ctx.now();
    const { count } = await tx.misuseReport.updateMany({
      where: { AND: [{ id, decidedAt: null }, misuseReportScope(actor)] },
      data: { outcome, decision, decidedAt, decidedById: actor.id },
    });
    if (count === 0) {
      const seen = await tx.misuseReport.count({
        where: { AND: [{ id }, misuseReportScope(actor)] },
      });
      if (seen === 0) throw notFound();
      throw new DomainError("INVALID_TRANSITION", "This report has been decided already.", {
        status: "decided",
      });
    }
    await tx.misuseReport.updateMany({
      where: { id, reporterId: null },
      data: { words: "", quote: "" },
    });
    await tx.misuseReport.updateMany({
      where: { id, reported: { anonymizedAt: { not: null } } },
      data: { quote: "" },
    });
    await recordAuditEvent(tx, ctx, {
      action: "misuseReport.decided",
      targetType: "misuseReport",
      targetId: id,
      after: { outcome },
    });
    const { reporterId } = await tx.misuseReport.findUniqueOrThrow({
      where: { id },
      select: { reporterId: true },
    });
    await tell(tx, [
      {
        kind: "misuseReport.decided",
        key: id,
        at: decidedAt,
        actorId: ctx.actor.id,
        people: { self: reporterId },
      },
    ]);
    return { id, outcome, decidedAt };
  });
}
