import { constraintViolated, type DbTransaction } from "@sundial/db";
import { announce, recordAuditEvent, tell } from "@sundial/ledger";
import {
  DomainError,
  MENTOR_APPLICATION_DAYS,
  MENTOR_APPLICATIONS_MAX,
  type SubmitMentorApplicationInput,
  type WithdrawMentorApplicationInput,
} from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { z } from "zod";
import type { PersonContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { onceByKey } from "../idempotency.ts";
import { lockSelf } from "../lock-self.ts";
import { inTransaction } from "../transaction.ts";
import { settle } from "./settle.ts";
import { applicationSelect, toApplication } from "./view.ts";

/**
 * Applies to become a mentor. Each program manager gets one email. A retry with its idempotency key
 * returns the application as it is now.
 *
 * Errors: UNAUTHORIZED when the actor has been erased; FORBIDDEN when they are no longer a mentee;
 * INVALID_TRANSITION while an earlier application waits for an answer; LIMIT_REACHED after several
 * applications within a few weeks; IDEMPOTENCY_MISMATCH.
 */
export async function submitMentorApplication(
  ctx: PersonContext,
  { idempotencyKey: key, ...request }: SubmitMentorApplicationInput,
) {
  const saved = z.object({ id: z.uuid() });
  const call = { procedure: "mentorApplication.submit", key, request, saved };
  try {
    return await inTransaction(ctx.db, (tx) =>
      onceByKey(tx, ctx, call, {
        make: async () => {
          const answer = await submit(tx, ctx, request);
          return { answer, saved: { id: answer.id } };
        },
        again: ({ id }) => read(tx, ctx, id),
      }),
    );
  } catch (error) {
    if (constraintViolated(error) === "mentor_applications_one_open") throw alreadyApplied();
    throw error;
  }
}

async function read(tx: DbTransaction, { actor }: PersonContext, id: string) {
  const where = { id, userId: actor.id };
  const row = await tx.mentorApplication.findUniqueOrThrow({ where, select: applicationSelect });
  return toApplication(row, actor);
}

async function submit(
  tx: DbTransaction,
  ctx: PersonContext,
  request: Omit<SubmitMentorApplicationInput, "idempotencyKey">,
) {
  const { actor } = ctx;
  const submittedAt = ctx.now();
  await lockSelf(tx, ctx);
  // An approval or an admin may have changed the role while this call waited for the lock.
  const self = await tx.user.findUniqueOrThrow({
    where: { id: actor.id },
    select: { role: true },
  });
  if (self.role !== "mentee") {
    throw new DomainError("FORBIDDEN", `Your role is ${self.role}, so you can't apply.`);
  }
  await requireRoom(tx, actor.id, submittedAt);
  const row = await tx.mentorApplication.create({
    data: { ...request, userId: actor.id, submittedAt },
    select: applicationSelect,
  });
  await tx.user.update({
    where: { id: actor.id },
    data: { wantsToMentor: false },
    select: { id: true },
  });
  await tell(tx, [
    {
      kind: "mentorApplication.submitted",
      key: row.id,
      at: submittedAt,
      actorId: actor.id,
      people: {},
      data: { applicationId: row.id },
      email: (recipientId) => ({
        template: "mentorApplication.submitted",
        data: { recipientId, applicationId: row.id },
      }),
    },
  ]);
  await recordAuditEvent(tx, ctx, {
    action: "mentorApplication.submitted",
    targetType: "mentorApplication",
    targetId: row.id,
    after: { status: row.status },
  });
  await announce(tx, [
    {
      kind: "mentorApplication.submitted",
      at: submittedAt,
      people: [actor.id],
      facts: { id: row.id, applicantId: actor.id, status: row.status },
      texts: { applicantName: row.user.name, ...request },
    },
  ]);
  return toApplication(row, actor);
}

/** The person is locked, so of two calls at once the second counts the first. */
async function requireRoom(tx: DbTransaction, userId: string, now: Date) {
  const since = new Date(now.getTime() - MENTOR_APPLICATION_DAYS * DAY);
  const recent = await tx.mentorApplication.findMany({
    where: { userId, OR: [{ submittedAt: { gt: since } }, { status: "pending" }] },
    select: { status: true },
  });
  if (recent.some(({ status }) => status === "pending")) throw alreadyApplied();
  if (recent.length >= MENTOR_APPLICATIONS_MAX) {
    throw new DomainError(
      "LIMIT_REACHED",
      `You've applied ${recent.length} times in ${MENTOR_APPLICATION_DAYS} days. Wait a while before you apply again.`,
      { limit: MENTOR_APPLICATIONS_MAX },
    );
  }
}

function alreadyApplied() {
  return new DomainError(
    "INVALID_TRANSITION",
    "You've already applied. We'll email you when a program manager answers.",
    { status: "pending" },
  );
}

/**
 * Withdraws the actor's application.
 *
 * Errors: NOT_FOUND when it isn't theirs; INVALID_TRANSITION when it has been answered.
 */
export function withdrawMentorApplication(
  ctx: PersonContext,
  { id }: WithdrawMentorApplicationInput,
) {
  const { actor } = ctx;
  return inTransaction(ctx.db, async (tx) => {
    await lockSelf(tx, ctx);
    const own = await tx.mentorApplication.findFirst({
      where: { id, userId: actor.id },
      select: { id: true },
    });
    if (own === null) throw notFound();
    const row = await settle(tx, ctx, { id, action: "withdraw" });
    await announce(tx, [
      {
        kind: "mentorApplication.withdrawn",
        at: ctx.now(),
        people: [actor.id],
        facts: { id, applicantId: actor.id, status: row.status },
        texts: null,
      },
    ]);
    return toApplication(row, actor);
  });
}
