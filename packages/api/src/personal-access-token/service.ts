import { newPersonalAccessToken } from "@sundial/auth";
import type { Prisma } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import {
  type CreatePersonalAccessTokenInput,
  DomainError,
  PERSONAL_ACCESS_TOKENS_MAX,
  type RevokePersonalAccessTokenInput,
} from "@sundial/validators";
import { DAY } from "@sundial/validators/durations";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { lockSelf } from "../lock-self.ts";
import { inTransaction } from "../transaction.ts";

const tokenSelect = {
  id: true,
  name: true,
  scope: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
} satisfies Prisma.PersonalAccessTokenSelect;

/** Those that still open something; the same conditions under which the door lets them in. */
function live({ actor, now }: ServiceContext) {
  return {
    userId: actor.id,
    authEpoch: actor.authEpoch,
    revokedAt: null,
    expiresAt: { gt: now() },
  } satisfies Prisma.PersonalAccessTokenWhereInput;
}

/** One's own tokens that are still good, newest first; never the tokens themselves. */
export function listPersonalAccessTokens(ctx: ServiceContext) {
  return ctx.db.personalAccessToken.findMany({
    where: live(ctx),
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: tokenSelect,
  });
}

/**
 * Makes a token and tells it, this once; only a digest is kept. It may do what its owner may at the
 * time of use and its scope allows, until it expires, is revoked, or the owner's access is.
 * Errors: LIMIT_REACHED.
 */
export function createPersonalAccessToken(
  ctx: ServiceContext,
  { name, scope, lifetimeDays }: CreatePersonalAccessTokenInput,
) {
  const { actor } = ctx;
  const { token, tokenHash } = newPersonalAccessToken();
  const createdAt = ctx.now();
  const expiresAt = new Date(createdAt.getTime() + lifetimeDays * DAY);
  return inTransaction(ctx.db, async (tx) => {
    // Of two at once, only one may have the last place.
    await lockSelf(tx, ctx);
    const count = await tx.personalAccessToken.count({ where: live(ctx) });
    if (count >= PERSONAL_ACCESS_TOKENS_MAX) {
      throw new DomainError(
        "LIMIT_REACHED",
        `You've reached the limit of ${count} personal access tokens. Revoke one first.`,
      );
    }
    const created = await tx.personalAccessToken.create({
      // The epoch of the session that asks: if it has risen since, the token is born dead.
      data: {
        userId: actor.id,
        authEpoch: actor.authEpoch,
        name,
        scope,
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
      after: { name, scope, expiresAt: expiresAt.toISOString() },
    });
    return { ...created, token };
  });
}

/** Ends a token permanently, from its next use on. Twice is the same as once. Errors: NOT_FOUND. */
export function revokePersonalAccessToken(
  ctx: ServiceContext,
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
