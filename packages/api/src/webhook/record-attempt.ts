import type { Db, DbTransaction } from "@sundial/db";
import { saveOutcome } from "../save-outcome.ts";
import { inTransaction } from "../transaction.ts";
import type { ClaimedDelivery } from "./claim.ts";
import { FAILING_MAX, waitAfter } from "./delivery-policy.ts";
import { pauseFailing } from "./pause-failing.ts";
import type { PostOutcome } from "./post.ts";

interface Attempt extends PostOutcome {
  at: Date;
  durationMs: number;
}

/**
 * Saves what came of an attempt: the delivery's next state, the entry of the log, and whether the
 * endpoint is failing. Unless the lease has ended and another worker has the delivery now.
 */
export function recordAttempt(db: Db, delivery: ClaimedDelivery, attempt: Attempt) {
  const next = nextState(delivery, attempt);
  return saveOutcome(delivery.saveUntil, () =>
    inTransaction(db, (tx) => record(tx, delivery, { ...attempt, next })),
  );
}

type NextState = ReturnType<typeof nextState>;

function nextState({ failures: before }: ClaimedDelivery, attempt: Attempt) {
  const { at, durationMs, failure } = attempt;
  const ended = new Date(at.getTime() + durationMs);
  if (failure === null) {
    return { status: "delivered", failures: 0, deliveredAt: ended } as const;
  }
  const failures = before + 1;
  const wait = failure === "gone" ? null : waitAfter(failures, Math.random());
  return wait === null
    ? ({ status: "failed", failures } as const)
    : ({
        status: "pending",
        failures,
        nextAttemptAt: new Date(ended.getTime() + wait),
      } as const);
}

async function record(
  tx: DbTransaction,
  { id, attempts, endpointId }: ClaimedDelivery,
  { next, at, durationMs, statusCode, failure }: Attempt & { next: NextState },
) {
  const { count } = await tx.webhookDelivery.updateMany({
    where: { id, attempts, status: "pending" },
    data: next,
  });
  if (count === 0) return;
  await tx.webhookAttempt.createMany({
    data: { deliveryId: id, number: attempts, at, durationMs, statusCode, failure },
    skipDuplicates: true,
  });
  const isFailing = failure !== null;
  await tx.webhookEndpoint.updateMany({
    where: { id: endpointId, failingSince: isFailing ? null : { not: null } },
    data: { failingSince: isFailing ? at : null },
  });
  if (failure === "gone") await pauseFailing(tx, { id: endpointId, because: "gone", now: at });
  if (next.status !== "failed" || failure === "gone") return;
  const failingFor = await tx.webhookEndpoint.count({
    where: { id: endpointId, failingSince: { lte: new Date(at.getTime() - FAILING_MAX) } },
  });
  if (failingFor > 0) await pauseFailing(tx, { id: endpointId, because: "failing", now: at });
}
