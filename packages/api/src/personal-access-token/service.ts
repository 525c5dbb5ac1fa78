import { can, newPersonalAccessToken } from "@sundial/auth";
import type { DbTransaction, Prisma } from "@sundial/db";
import { type AuditSource, recordAuditEvent } from "@sundial/ledger";
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

/** What a retry is answered from. */
const made = z.object({ id: z.uuid(), token: z.string() });

/** Who gets a token, and from where. A request's context is one. */
interface Owning extends Omit<AuditSource, "actor"> {
  actor: Pick<PersonContext["actor"], "id" | "role" | "status" | "authEpoch"> &
    NonNullable<AuditSource["actor"]>;
  now: () => Date;
}

/** Tokens that still work, by the same conditions as when they are used. */
function live({ actor, now }: Owning) {
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
  const call = { procedure: "personalAccessToken.create", key, request, saved: made };
  return inTransaction(ctx.db, (tx) =>
    onceByKey(tx, ctx, call, {
      make: async () => {
        const answer = await addPersonalAccessToken(tx, ctx, request);
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

interface NewToken extends Omit<CreatePersonalAccessTokenInput, "idempotencyKey"> {
  groupId?: string;
}

/**
 * The same in the transaction of another change, whose events share `groupId`.
 *
 * Errors: FORBIDDEN for a permission that the owner's role doesn't have; LIMIT_REACHED when they
 * have the most tokens allowed.
 */
export async function addPersonalAccessToken(
  tx: DbTransaction,
  owner: Owning,
  { name, permissions, lifetimeDays, groupId }: NewToken,
) {
  const { actor } = owner;
  const beyond = permissions.filter((permission) => !can(actor, permission));
  if (beyond.length > 0) {
    throw new DomainError("FORBIDDEN", `Your role doesn't include ${beyond.join(", ")}.`);
  }
  const { token, tokenHash } = newPersonalAccessToken();
  const createdAt = owner.now();
  const expiresAt = new Date(createdAt.getTime() + lifetimeDays * DAY);
  // Of two at once, only one may get the last slot.
  await lockSelf(tx, owner);
  await requireRoomForToken(tx, owner);
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
  await recordAuditEvent(tx, owner, {
    action: "personalAccessToken.created",
    targetType: "personalAccessToken",
    targetId: created.id,
    groupId,
    after: { name, permissions, expiresAt: expiresAt.toISOString() },
  });
  return { ...created, token };
}

/** Errors: LIMIT_REACHED when the person, who is locked, has the most tokens allowed. */
export async function requireRoomForToken(tx: DbTransaction, owner: Owning) {
  const count = await tx.personalAccessToken.count({ where: live(owner) });
  if (count < PERSONAL_ACCESS_TOKENS_MAX) return;
  throw new DomainError(
    "LIMIT_REACHED",
    `You've reached the limit of ${count} personal access tokens. Revoke one first.`,
  );
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
