import { createHash } from "node:crypto";
import type { DbTransaction } from "@sundial/db";
import { DomainError } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";

/** Keys older than this instant are deleted. */
export function forgottenBefore(now: Date): Date {
  return new Date(now.getTime() - DAY);
}

interface KeyedRequest {
  userId: string;
  key: string;
  /** Everything that makes two requests equal. */
  request: object;
}

/**
 * Returns the session this person booked with the key within the last day, or null. Call it with
 * the person locked: a second request waits and finds what the first has saved.
 *
 * Errors: IDEMPOTENCY_MISMATCH when the key was used for another request.
 */
export async function findBookedUnder(tx: DbTransaction, keyed: KeyedRequest, now: Date) {
  const { userId, key, request } = keyed;
  const found = await tx.idempotencyKey.findUnique({
    where: { userId_key: { userId, key }, createdAt: { gt: forgottenBefore(now) } },
    select: { requestHash: true, officeSessionId: true },
  });
  if (found === null) return null;
  if (found.requestHash !== hashOf(request)) {
    throw new DomainError(
      "IDEMPOTENCY_MISMATCH",
      "This form already booked a session with different details.",
      { officeSessionId: found.officeSessionId },
    );
  }
  return found.officeSessionId;
}

/** Saves the key in the transaction of the booking, so a failed booking leaves its key free. */
export async function rememberBooking(
  tx: DbTransaction,
  { userId, key, request }: KeyedRequest,
  { officeSessionId, now }: { officeSessionId: string; now: Date },
) {
  const written = { requestHash: hashOf(request), officeSessionId, createdAt: now };
  await tx.idempotencyKey.upsert({
    where: { userId_key: { userId, key } },
    update: written,
    create: { userId, key, ...written },
    select: { key: true },
  });
}

function hashOf(request: object): string {
  return createHash("sha256").update(JSON.stringify(request)).digest("hex");
}
