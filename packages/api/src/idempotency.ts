import { createHmac } from "node:crypto";
import { digestOf, sealedBox } from "@sundial/auth";
import type { DbTransaction } from "@sundial/db";
import { DomainError } from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { deserialize, serialize } from "@sundial/validators/transformer";
import type { z } from "zod";
import type { ServiceContext } from "./context.ts";

/** Keys older than this instant are deleted. */
export function forgottenBefore(now: Date): Date {
  return new Date(now.getTime() - DAY);
}

interface KeyedCall<Saved> {
  /** Path of the procedure, such as "officeSession.book". */
  procedure: string;
  /** Without one, every call makes something. */
  key: string | undefined;
  /** Everything that makes two requests equal. */
  request: object;
  /** What a retry's answer is read from: ids, and secrets that are stored nowhere else. */
  saved: z.ZodType<Saved>;
}

interface Making<Saved, Answer> {
  make: () => Promise<{ answer: Answer; saved: Saved }>;
  /** The answer to a retry: what was made, as it is now. */
  again: (saved: Saved) => Promise<Answer>;
  /** The details of IDEMPOTENCY_MISMATCH. */
  about?: (saved: Saved) => object;
}

/**
 * Makes something once per key, for a day: the same request with the same key finds what the first
 * call made. Call it first in the transaction of the change. A failed call leaves its key free, and
 * of two calls at once the second waits for the first.
 *
 * Errors: IDEMPOTENCY_MISMATCH when the key was used for another request.
 */
export async function onceByKey<Saved, Answer>(
  tx: DbTransaction,
  ctx: Pick<ServiceContext, "actor" | "now">,
  call: KeyedCall<Saved>,
  { make, again, about }: Making<Saved, Answer>,
): Promise<Answer> {
  const { procedure, key, request, saved: contract } = call;
  if (key === undefined) return (await make()).answer;
  const actorId = ctx.actor.id;
  const box = savedBox(key, actorId);
  const row = { actorId, keyHash: digestOf(key) };
  const requestHash = box.digestOf({ procedure, request });
  const now = ctx.now();

  // The primary key decides which of two calls is the first; the other one waits here.
  const claimed = await tx.$executeRaw`
    INSERT INTO idempotency_keys (actor_id, key_hash, procedure, request_hash, saved, created_at)
    VALUES (${actorId}, ${row.keyHash}, ${procedure}, ${requestHash}, '', ${now})
    ON CONFLICT (actor_id, key_hash) DO UPDATE
       SET procedure = excluded.procedure, request_hash = excluded.request_hash,
           saved = excluded.saved, created_at = excluded.created_at
     WHERE idempotency_keys.created_at <= ${forgottenBefore(now)}`;
  if (claimed > 0) {
    const { answer, saved } = await make();
    await tx.idempotencyKey.update({
      where: { actorId_keyHash: row },
      data: { saved: box.seal(requestHash, saved) },
      select: { keyHash: true },
    });
    return answer;
  }

  const found = await tx.idempotencyKey.findUniqueOrThrow({
    where: { actorId_keyHash: row },
    select: { procedure: true, requestHash: true, saved: true },
  });
  const earlier = () => contract.parse(box.open(found.requestHash, found.saved));
  if (found.requestHash === requestHash) return again(earlier());
  throw new DomainError(
    "IDEMPOTENCY_MISMATCH",
    "This was already sent with other details. Start over, or use a new key.",
    found.procedure === procedure ? about?.(earlier()) : undefined,
  );
}

/**
 * Encrypts under the idempotency key, which only the caller holds: the database alone reveals
 * neither the request nor a token that the call made. What is sealed opens only for the same caller
 * and request.
 */
function savedBox(key: string, actorId: string) {
  const box = sealedBox(key, `idempotency of ${actorId}`);
  return {
    digestOf: (request: object) =>
      createHmac("sha256", key).update(JSON.stringify(request)).digest("hex"),
    seal: (requestHash: string, saved: unknown) =>
      box.seal(Buffer.from(requestHash), Buffer.from(JSON.stringify(serialize(saved)))),
    open: (requestHash: string, sealed: string): unknown =>
      deserialize(JSON.parse(box.open(Buffer.from(requestHash), sealed).toString())),
  };
}
