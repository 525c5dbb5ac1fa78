import type { DbTransaction } from "@sundial/db";
import { recordAuditEvent, tell } from "@sundial/ledger";
import {
  DomainError,
  OPEN_REPORTS_MAX,
  type PreviewMisuseReportInput,
  type SubmitMisuseReportInput,
} from "@sundial/validators";
import { z } from "zod";
import type { PersonContext } from "../context.ts";
import { onceByKey } from "../idempotency.ts";
import { lockSelf } from "../lock-self.ts";
import { inTransaction } from "../transaction.ts";
import { findTarget } from "./target.ts";
import { ownReportSelect, toOwnReport } from "./view.ts";

/**
 * What a report would be about, for the form: the person's name, and the words it would quote.
 *
 * Errors: NOT_FOUND when there is nothing that the actor can report; FORBIDDEN for themselves.
 */
export async function previewMisuseReport(
  ctx: PersonContext,
  { target }: PreviewMisuseReportInput,
) {
  const { about, reported, quote } = await findTarget(ctx.db, ctx, target);
  return { about, name: reported.name, quote };
}

/**
 * Reports misuse to staff. The reported person is told nothing. A retry with its idempotency key
 * returns the report as it is now.
 *
 * Errors: NOT_FOUND when there is nothing that the actor can report; FORBIDDEN for themselves;
 * LIMIT_REACHED with too many undecided reports; UNAUTHORIZED when the actor has been erased;
 * IDEMPOTENCY_MISMATCH.
 */
export function submitMisuseReport(
  ctx: PersonContext,
  { idempotencyKey: key, ...request }: SubmitMisuseReportInput,
) {
  const saved = z.object({ id: z.uuid() });
  const call = { procedure: "misuseReport.submit", key, request, saved };
  return inTransaction(ctx.db, (tx) =>
    onceByKey(tx, ctx, call, {
      make: async () => {
        const answer = await submit(tx, ctx, request);
        return { answer, saved: { id: answer.id } };
      },
      again: async ({ id }) =>
        toOwnReport(
          await tx.misuseReport.findUniqueOrThrow({ where: { id }, select: ownReportSelect }),
        ),
    }),
  );
}

async function submit(
  tx: DbTransaction,
  ctx: PersonContext,
  { target, reason, words }: Omit<SubmitMisuseReportInput, "idempotencyKey">,
) {
  await lockSelf(tx, ctx);
  await requireRoom(tx, ctx);
  const { about, reported, officeSessionId, quote } = await findTarget(tx, ctx, target);
  const row = await tx.misuseReport.create({
    data: {
      reporterId: ctx.actor.id,
      reportedId: reported.id,
      about,
      officeSessionId,
      quote,
      reason,
      words,
      createdAt: ctx.now(),
    },
    select: ownReportSelect,
  });
  await recordAuditEvent(tx, ctx, {
    action: "misuseReport.submitted",
    // Not the person, whose own export would have it.
    targetType: "misuseReport",
    targetId: row.id,
    after: { about, reason },
  });
  await tell(tx, [
    {
      kind: "misuseReport.submitted",
      key: row.id,
      at: ctx.now(),
      actorId: ctx.actor.id,
      people: {},
      except: reported.id,
      data: { reportId: row.id },
    },
  ]);
  return toOwnReport(row);
}

/**
 * The person is locked, so of two calls at once the second counts the first.
 *
 * Errors: LIMIT_REACHED.
 */
async function requireRoom(tx: DbTransaction, { actor }: PersonContext) {
  const open = await tx.misuseReport.count({ where: { reporterId: actor.id, decidedAt: null } });
  if (open < OPEN_REPORTS_MAX) return;
  throw new DomainError(
    "LIMIT_REACHED",
    `${OPEN_REPORTS_MAX} of your reports are still open. Wait until one is decided.`,
    { limit: OPEN_REPORTS_MAX },
  );
}
