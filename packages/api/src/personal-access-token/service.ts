import { can, newPersonalAccessToken } from "@sundial/auth";
import type { DbTransaction, Prisma } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import {
  type CreatePersonalAccessTokenInput,
  DomainError,
  PERSONAL_ACCESS_TOKENS_MAX,
  type RevokePersonalAccessTokenInput,
} from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import { z } from "zod";
import type { PersonContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { onceByKey } from "../idempotency.ts";
import { lockSelf } from "../lock-self.ts";
import { inTransaction } from "../transaction.ts";

const tokenSelect = {
  id: true,
  name: true,
  permissions: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
} satisfies Prisma.PersonalAccessTokenSelect;

const made = z.object({ id: z.uuid(), token: z.string() });

/** Tokens that still work, by the same conditions as when they are used. */
function live({ actor, now }: PersonContext) {
  return {
    userId: actor.id,
    authEpoch: actor.authEpoch,
    revokedAt: null,
    expiresAt: { gt: now() },
  } satisfies Prisma.PersonalAccessTokenWhereInput;
}

/** The actor's active tokens, newest first, without the tokens themselves. */
export function listPersonalAccessTokens(ctx: PersonContext) {
  return ctx.db.personalAccessToken.findMany({
    where: live(ctx),
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: tokenSelect,
  });
}

/**
 * Creates a token and returns it, this once; only a digest is stored. It may do what its owner may
 * do at the time of use, within its permissions, until it expires, is revoked, or the owner's
 * access ends. A retry with its idempotency key returns the same token.
 *
 * Errors: FORBIDDEN for a permission that the actor's role doesn't have; LIMIT_REACHED when they
 * have the most tokens allowed; IDEMPOTENCY_MISMATCH.
 */
export function createPersonalAccessToken(
  ctx: PersonContext,
  { idempotencyKey: key, ...request }: CreatePersonalAccessTokenInput,
) {
  const beyond = request.permissions.filter((permission) => !can(ctx.actor, permission));
  if (beyond.length > 0) {
    throw new DomainError("FORBIDDEN", `Your role doesn't include ${beyond.join(", ")}.`);
  }
  const call = { procedure: "personalAccessToken.create", key, request, saved: made };
  return inTransaction(ctx.db, (tx) =>
    onceByKey(tx, ctx, call, {
      make: async () => {
        const answer = await create(tx, ctx, request);
        return { answer, saved: { id: answer.id, token: answer.token } };
      },
      again: async ({ id, token }) => {
        const where = { id, userId: ctx.actor.id };
        const row = await tx.personalAccessToken.findUniqueOrThrow({ where, select: tokenSelect });
        return { ...row, token };
      },
    }),
  );
}

async function create(
  tx: DbTransaction,
  ctx: PersonContext,
  { name, permissions, lifetimeDays }: Omit<CreatePersonalAccessTokenInput, "idempotencyKey">,
) {
  const { actor } = ctx;
  // Of two at once, only one may get the last slot.
  await lockSelf(tx, ctx);
  const count = await tx.personalAccessToken.count({ where: live(ctx) });
  if (count >= PERSONAL_ACCESS_TOKENS_MAX) {
    throw new DomainError(
      "LIMIT_REACHED",
      `You've reached the limit of ${count} personal access tokens. Revoke one first.`,
    );
  }
  const { token, tokenHash } = newPersonalAccessToken();
  const createdAt = ctx.now();
  const expiresAt = new Date(createdAt.getTime() + lifetimeDays * DAY);
  const created = await tx.personalAccessToken.create({
    // The epoch of the session that asks: if it has risen since, the token never works.
    data: {
      userId: actor.id,
      authEpoch: actor.authEpoch,
      name,
      permissions,
      tokenHash,
      createdAt,
      expiresAt,
    },
    select: tokenSelect,
  });
  await recordAuditEvent(tx, ctx, {
    action: "personalAccessToken.created",
    targetType: "personalAccessToken",
    targetId: created.id,
    after: { name, permissions, expiresAt: expiresAt.toISOString() },
  });
  return { ...created, token };
}

/**
 * Ends a token permanently, from its next use on. Repeating it has no effect.
 *
 * Errors: NOT_FOUND when it isn't the actor's.
 */
export function revokePersonalAccessToken(
  ctx: PersonContext,
  { id }: RevokePersonalAccessTokenInput,
) {
  const own = { id, userId: ctx.actor.id };
  return inTransaction(ctx.db, async (tx) => {
    const { count } = await tx.personalAccessToken.updateMany({
      where: { ...own, revokedAt: null },
      data: { revokedAt: ctx.now() },
    });
    if (count > 0) {
      await recordAuditEvent(tx, ctx, {
        action: "personalAccessToken.revoked",
        targetType: "personalAccessToken",
        targetId: id,
      });
    }
    const token = await tx.personalAccessToken.findFirst({
      where: own,
      select: { id: true, revokedAt: true },
    });
    if (token === null) throw notFound();
    return token;
  });
}
