import { type DbTransaction, lockTask } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import {
  DomainError,
  type EndServiceAccountInput,
  type RotateServiceAccountKeyInput,
  type UpdateServiceAccountInput,
} from "@sundial/validators";
import { HOUR } from "@sundial/validators/durations";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { onceByKey } from "../idempotency.ts";
import { inTransaction } from "../transaction.ts";
import { addKey } from "./key.ts";
import {
  accountSelect,
  madeKey,
  readAgain,
  recorded,
  requireFreeName,
  requireOwnPermissions,
  toServiceAccount,
} from "./service.ts";

/**
 * Changes a service account's name, owner and permissions. Its keys stay, and its next request has
 * the new permissions.
 *
 * Errors: NOT_FOUND, also when it has ended; STALE_VERSION; NAME_TAKEN; FORBIDDEN for a permission
 * that the actor doesn't have, or when the actor is the account itself.
 */
export function updateServiceAccount(ctx: ServiceContext, input: UpdateServiceAccountInput) {
  const { id, version, ...facts } = input;
  requireOwnPermissions(ctx, facts.permissions);
  requireOther(ctx, id);
  return inTransaction(ctx.db, async (tx) => {
    await lockTask(tx, "serviceAccountNames");
    const before = await takeVersion(tx, ctx, { id, version });
    await requireFreeName(tx, facts.name, id);
    const after = await tx.serviceAccount.update({
      where: { id },
      data: facts,
      select: accountSelect(ctx.now()),
    });
    await recordAuditEvent(tx, ctx, {
      action: "serviceAccount.updated",
      targetType: "serviceAccount",
      targetId: id,
      before: recorded(before),
      after: { ...recorded(after), ownerChanged: before.ownerEmail !== after.ownerEmail },
    });
    return toServiceAccount(after);
  });
}

/**
 * Adds a key and returns it, this once, and again to a retry with its idempotency key. The key
 * before it works for the overlap, in hours, and older ones end now, so two work at most.
 *
 * Errors: NOT_FOUND, also when it has ended; STALE_VERSION; FORBIDDEN for an account with a
 * permission that the actor doesn't have; IDEMPOTENCY_MISMATCH.
 */
export function rotateServiceAccountKey(
  ctx: ServiceContext,
  { idempotencyKey, ...request }: RotateServiceAccountKeyInput,
) {
  const procedure = "serviceAccount.rotateKey";
  const call = { procedure, key: idempotencyKey, request, saved: madeKey };
  return inTransaction(ctx.db, (tx) =>
    onceByKey(tx, ctx, call, {
      make: async () => {
        const answer = await rotate(tx, ctx, request);
        return { answer, saved: { id: answer.id, key: answer.key } };
      },
      again: (made) => readAgain(tx, ctx, made),
    }),
  );
}

async function rotate(
  tx: DbTransaction,
  ctx: ServiceContext,
  { id, version, lifetimeDays, overlapHours }: Omit<RotateServiceAccountKeyInput, "idempotencyKey">,
) {
  const account = await takeVersion(tx, ctx, { id, version });
  // With the new key, the actor may do all that the account may.
  requireOwnPermissions(ctx, toServiceAccount(account).permissions);
  const now = ctx.now();
  const overlapEnds = new Date(now.getTime() + overlapHours * HOUR);
  const [current, ...older] = account.keys;
  for (const [key, end] of [
    ...(current ? ([[current, overlapEnds]] as const) : []),
    ...older.map((each) => [each, now] as const),
  ]) {
    if (key.expiresAt <= end) continue;
    await tx.serviceAccountKey.update({
      where: { id: key.id },
      data: { expiresAt: end },
      select: { id: true },
    });
  }
  const { key, ...added } = await addKey(tx, { account, lifetimeDays, now });
  await recordAuditEvent(tx, ctx, {
    action: "serviceAccount.keyRotated",
    targetType: "serviceAccount",
    targetId: id,
    after: { keyId: added.id, expiresAt: added.expiresAt.toISOString(), overlapHours },
  });
  return readAgain(tx, ctx, { id, key });
}

/**
 * Ends a service account permanently: its next request is rejected. Repeating it has no effect.
 *
 * Errors: NOT_FOUND.
 */
export function endServiceAccount(ctx: ServiceContext, { id }: EndServiceAccountInput) {
  return inTransaction(ctx.db, async (tx) => {
    const { count } = await tx.serviceAccount.updateMany({
      where: { id, endedAt: null },
      data: { endedAt: ctx.now(), version: { increment: 1 } },
    });
    if (count > 0) {
      await recordAuditEvent(tx, ctx, {
        action: "serviceAccount.ended",
        targetType: "serviceAccount",
        targetId: id,
      });
    }
    const ended = await tx.serviceAccount.findUnique({
      where: { id },
      select: { id: true, endedAt: true },
    });
    if (ended === null) throw notFound();
    return ended;
  });
}

/** An account that changes itself could keep what an admin is about to take away. */
function requireOther({ actor }: ServiceContext, id: string) {
  if (actor.id !== id) return;
  throw new DomainError("FORBIDDEN", "A service account can't change itself. Ask an admin.");
}

/** Raises the version, which also locks the account, and returns the account as it was. */
async function takeVersion(
  tx: DbTransaction,
  { now }: ServiceContext,
  { id, version }: { id: string; version: number },
) {
  const { count } = await tx.serviceAccount.updateMany({
    where: { id, version, endedAt: null },
    data: { version: { increment: 1 } },
  });
  const account = await tx.serviceAccount.findUnique({
    where: { id },
    select: accountSelect(now()),
  });
  if (account === null || account.endedAt !== null) throw notFound();
  if (count === 0) {
    throw new DomainError(
      "STALE_VERSION",
      "This service account was changed elsewhere. Reload to see the latest version.",
      { version: account.version },
    );
  }
  return account;
}
