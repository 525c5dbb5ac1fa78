import { constraintViolated, type DbTransaction } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import { DomainError, type SendFeedbackInput } from "@sundial/validators";
import { z } from "zod";
import type { PersonContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { onceByKey } from "../idempotency.ts";
import { lockSelf } from "../lock-self.ts";
import { officeSessionSelect, toState } from "../session-state/view.ts";
import { inTransaction } from "../transaction.ts";
import { feedbackClosesAt, isOpenForFeedback, sideOf } from "./policy.ts";
import { revealFeedback } from "./reveal.ts";
import { readFeedback } from "./service.ts";

/**
 * Sends the actor's feedback about a completed session, once. Nobody but staff can tell that it was
 * sent before the other person has sent theirs, or the time for it is over. A retry with its
 * idempotency key returns the feedback as it is now.
 *
 * Errors: NOT_FOUND unless the actor is one of the two; INVALID_TRANSITION when the session isn't
 * completed; FEEDBACK_CLOSED later than seven days after its end; FEEDBACK_SENT the second time;
 * UNAUTHORIZED when the actor has been erased; IDEMPOTENCY_MISMATCH.
 */
export async function sendFeedback(
  ctx: PersonContext,
  { idempotencyKey: key, ...request }: SendFeedbackInput,
) {
  const { officeSessionId } = request;
  const call = { procedure: "feedback.send", key, request, saved: z.object({}) };
  try {
    await inTransaction(ctx.db, (tx) =>
      onceByKey(tx, ctx, call, {
        make: async () => {
          await send(tx, ctx, request);
          return { answer: null, saved: {} };
        },
        again: async () => null,
      }),
    );
  } catch (error) {
    if (constraintViolated(error) === "feedback_office_session_id_party_key") throw alreadySent();
    throw error;
  }
  return readFeedback(ctx, { officeSessionId });
}

async function send(
  tx: DbTransaction,
  ctx: PersonContext,
  { officeSessionId, ...words }: Omit<SendFeedbackInput, "idempotencyKey">,
) {
  const { actor } = ctx;
  const now = ctx.now();
  await lockSelf(tx, ctx);
  const session = await lockOwnSession(tx, ctx, officeSessionId);
  const party = sideOf(actor.id, session);
  if (party === null) throw notFound();
  const others = await tx.feedback.findMany({
    where: { officeSessionId },
    select: { party: true },
  });
  if (others.some((each) => each.party === party)) throw alreadySent();
  requireOpen(session, now);
  const { id } = await tx.feedback.create({
    data: {
      ...words,
      officeSessionId,
      party,
      authorId: actor.id,
      aboutId: party === "mentor" ? session.menteeId : session.mentorId,
      visibleAt: feedbackClosesAt(session),
      createdAt: now,
    },
    select: { id: true },
  });
  await recordAuditEvent(tx, ctx, {
    action: "feedback.sent",
    // Not the session, whose other person may be an admin by now and read the log.
    targetType: "feedback",
    targetId: id,
    after: { officeSessionId },
  });
  if (others.length > 0) {
    await revealFeedback(tx, { officeSessionId, mentorId: session.mentorId, at: now });
  }
}

/**
 * Of two people who send at the same moment, the second finds the first one's feedback.
 *
 * Errors: NOT_FOUND unless the actor is one of the two.
 */
async function lockOwnSession(tx: DbTransaction, { actor, now }: PersonContext, id: string) {
  const [own] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM office_sessions
     WHERE id = ${id}::uuid AND ${actor.id} IN (mentor_id, mentee_id) FOR NO KEY UPDATE`;
  if (own === undefined) throw notFound();
  const row = await tx.officeSession.findUniqueOrThrow({
    where: { id },
    select: officeSessionSelect,
  });
  return toState(row, now());
}

/** Errors: INVALID_TRANSITION when it isn't completed; FEEDBACK_CLOSED when the time is over. */
function requireOpen(session: Awaited<ReturnType<typeof lockOwnSession>>, now: Date) {
  if (isOpenForFeedback(session, now)) return;
  if (session.status === "completed") {
    throw new DomainError("FEEDBACK_CLOSED", "The seven days for feedback are over.", {
      closedAt: feedbackClosesAt(session),
    });
  }
  throw new DomainError(
    "INVALID_TRANSITION",
    "You can send feedback once a session is completed.",
    {
      status: session.status,
    },
  );
}

function alreadySent() {
  return new DomainError("FEEDBACK_SENT", "You've already sent feedback about this session.");
}
