import { constraintViolated, type DbTransaction } from "@sundial/db";
import { recordAuditEvent, tell } from "@sundial/ledger";
import { DomainError, type ObjectReliabilityInput } from "@sundial/validators";
import { z } from "zod";
import type { PersonContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { onceByKey } from "../idempotency.ts";
import { lockSelf } from "../lock-self.ts";
import { inTransaction } from "../transaction.ts";
import { findLapses, stateOf } from "./lapses.ts";
import { objectionSelect } from "./view.ts";

/**
 * Objects to a lapse of the actor's own, for staff to decide. A retry with its idempotency key
 * returns the objection as it is now.
 *
 * Errors: NOT_FOUND when nothing of the kind counts against the actor; INVALID_TRANSITION when it
 * doesn't count, or when an objection to it is open; UNAUTHORIZED when the actor has been erased;
 * IDEMPOTENCY_MISMATCH.
 */
export async function objectReliability(
  ctx: PersonContext,
  { idempotencyKey: key, ...request }: ObjectReliabilityInput,
) {
  const saved = z.object({ id: z.uuid() });
  const call = { procedure: "reliability.object", key, request, saved };
  try {
    return await inTransaction(ctx.db, (tx) =>
      onceByKey(tx, ctx, call, {
        make: async () => {
          const answer = await object(tx, ctx, request);
          return { answer, saved: { id: answer.id } };
        },
        again: ({ id }) =>
          tx.reliabilityObjection.findUniqueOrThrow({ where: { id }, select: objectionSelect }),
      }),
    );
  } catch (error) {
    if (constraintViolated(error) === "reliability_objections_one_open") throw alreadyObjected();
    throw error;
  }
}

async function object(
  tx: DbTransaction,
  ctx: PersonContext,
  { officeSessionId, lapse, words }: Omit<ObjectReliabilityInput, "idempotencyKey">,
) {
  await lockSelf(tx, ctx);
  const now = ctx.now();
  const personId = ctx.actor.id;
  const found = await findLapses(tx, { personId, now, limit: 2, officeSessionId });
  const own = found.find((each) => each.lapse === lapse);
  if (own === undefined) throw notFound();
  const earlier = await tx.reliabilityObjection.findFirst({
    where: { personId, officeSessionId, lapse },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { status: true },
  });
  const state = stateOf(own, earlier);
  if (state !== "counts") {
    throw new DomainError("INVALID_TRANSITION", "This doesn't count, so you needn't object.", {
      status: state,
    });
  }
  if (earlier?.status === "open") throw alreadyObjected();
  const row = await tx.reliabilityObjection.create({
    data: { personId, officeSessionId, lapse, words, createdAt: now },
    select: objectionSelect,
  });
  await recordAuditEvent(tx, ctx, {
    action: "reliability.objected",
    targetType: "reliabilityObjection",
    targetId: row.id,
    after: { officeSessionId, lapse },
  });
  await tell(tx, [
    {
      kind: "reliability.objected",
      key: row.id,
      at: now,
      actorId: personId,
      people: {},
      except: personId,
    },
  ]);
  return row;
}

function alreadyObjected() {
  return new DomainError(
    "INVALID_TRANSITION",
    "You've already objected. We'll tell you when a program manager decides.",
    { status: "open" },
  );
}
