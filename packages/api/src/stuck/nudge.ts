import { constraintViolated, type DbTransaction } from "@sundial/db";
import { recordAuditEvent, tell } from "@sundial/ledger";
import { DomainError, type NudgeStuckInput } from "@sundial/validators";
import { WEEK } from "@sundial/validators/durations";
import type { PersonContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { readSettings } from "../program/read.ts";
import { inTransaction } from "../transaction.ts";
import { stuckLists } from "./lists.ts";
import { stuckBorders } from "./program-state.ts";

/**
 * Writes to somebody who is stuck, by the ways they chose. Nobody is nudged twice in a week.
 *
 * Errors: NOT_FOUND; INVALID_TRANSITION when they aren't stuck anymore; NUDGED_RECENTLY with
 * `nextFrom`, from when they may be nudged again.
 */
export async function nudgeStuck(ctx: PersonContext, input: NudgeStuckInput) {
  try {
    return await inTransaction(ctx.db, (tx) => nudge(tx, ctx, input));
  } catch (error) {
    if (constraintViolated(error) !== "nudges_once_a_week") throw error;
    const last = await ctx.db.nudge.findFirst({
      where: { personId: input.personId },
      orderBy: [{ sentAt: "desc" }, { id: "desc" }],
      select: { nextFrom: true },
    });
    throw new DomainError("NUDGED_RECENTLY", "Somebody wrote to them within the last week.", {
      nextFrom: last?.nextFrom ?? null,
    });
  }
}

async function nudge(
  tx: DbTransaction,
  ctx: PersonContext,
  { personId, reason, officeSessionId, text }: NudgeStuckInput,
) {
  const now = ctx.now();
  await requireStuck(tx, { personId, reason, officeSessionId, now });
  const row = await tx.nudge.create({
    data: {
      personId,
      sentById: ctx.actor.id,
      reason,
      officeSessionId,
      text,
      sentAt: now,
      nextFrom: new Date(now.getTime() + WEEK),
    },
    select: { id: true, personId: true, sentAt: true, nextFrom: true },
  });
  await recordAuditEvent(tx, ctx, {
    action: "nudge.sent",
    targetType: "user",
    targetId: personId,
    // What people write stays out of the log.
    after: { nudgeId: row.id, reason },
  });
  await tell(tx, [
    {
      kind: "nudge.sent",
      key: row.id,
      at: now,
      actorId: ctx.actor.id,
      people: { self: personId },
      data: { nudgeId: row.id, reason, officeSessionId: officeSessionId ?? null },
      email: (recipientId) => ({
        template: "nudge.sent",
        data: { recipientId, nudgeId: row.id },
      }),
    },
  ]);
  return row;
}

/** Errors: NOT_FOUND for somebody who doesn't exist; INVALID_TRANSITION. */
async function requireStuck(
  tx: DbTransaction,
  {
    personId,
    reason,
    officeSessionId,
    now,
  }: Pick<NudgeStuckInput, "personId" | "reason" | "officeSessionId"> & { now: Date },
) {
  const person = await tx.user.findFirst({
    where: { id: personId, anonymizedAt: null },
    select: { id: true },
  });
  if (person === null) throw notFound();
  const { stuckAfterDays } = await readSettings(tx);
  const only = reason === "unanswered" ? (officeSessionId ?? "") : personId;
  const borders = stuckBorders(now, stuckAfterDays);
  const [row] = await stuckLists[reason].rows(tx, { borders, cursor: null, take: 1, only });
  if (row?.person?.id === personId) return;
  throw new DomainError("INVALID_TRANSITION", "They aren't stuck anymore. Reload the list.", {});
}
