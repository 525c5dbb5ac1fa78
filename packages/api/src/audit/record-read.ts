import { type AuditEventInput, recordAuditEvent } from "@sundial/ledger";
import type { ServiceContext } from "../context.ts";
import { inTransaction } from "../transaction.ts";

/** Within this time, viewing the same thing again counts as the same view. */
const SAME_LOOK_MINUTES = 10;

type Read = Pick<AuditEventInput, "action" | "targetType" | "targetId" | "after">;

/**
 * Records that somebody viewed something that only staff may see: once in ten minutes for the same
 * thing, so paging and going back don't fill the log.
 */
export function recordRead(ctx: ServiceContext, read: Read) {
  return inTransaction(ctx.db, async (tx) => {
    const after = JSON.stringify(read.after ?? null);
    const [last] = await tx.$queryRaw<unknown[]>`
      SELECT seq FROM events
       WHERE actor_id = ${ctx.actor.id} AND action = ${read.action}
         AND target_id = ${read.targetId} AND coalesce("after", 'null') = ${after}::jsonb
         AND at > now() - make_interval(mins => ${SAME_LOOK_MINUTES}::int)
       ORDER BY seq DESC LIMIT 1`;
    if (last === undefined) await recordAuditEvent(tx, ctx, read);
  });
}
