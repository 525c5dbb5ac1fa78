import type { DbTransaction, Prisma } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import {
  __NOUNS___MAX,
  type Create__Noun__Input,
  type Delete__Noun__Input,
  DomainError,
  type List__Nouns__Input,
} from "@sundial/validators";
import { z } from "zod";
import type { PersonContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { onceByKey } from "../idempotency.ts";
import { lockSelf } from "../lock-self.ts";
import { decodeCursor, pageOf } from "../paging.ts";
import { inTransaction } from "../transaction.ts";
import { __noun__Scope } from "./scope.ts";

const __noun__Select = {
  id: true,
  text: true,
  createdAt: true,
} satisfies Prisma.__Noun__Select;

const made = z.object({ id: z.uuid() });

const cursorKey = z.tuple([z.uuid()]);

/** One's own __many__, newest first. Errors: INVALID_INPUT when the cursor is from another list. */
export async function list__Nouns__(ctx: PersonContext, { cursor, limit }: List__Nouns__Input) {
  // A UUIDv7 starts with its creation time, so IDs sort by age.
  const behind = cursor ? { id: { lt: decodeCursor(cursorKey, cursor)[0] } } : {};
  const rows = await ctx.db.__noun__.findMany({
    where: { AND: [__noun__Scope(ctx.actor), behind] },
    orderBy: { id: "desc" },
    take: limit + 1,
    select: __noun__Select,
  });
  return pageOf(rows, limit, ({ id }) => [id]);
}

/**
 * Adds __a__ __one__. A retry with its idempotency key returns the same one.
 *
 * Errors: LIMIT_REACHED when there are __NOUNS___MAX; IDEMPOTENCY_MISMATCH; NOT_FOUND when a retry
 * comes after it was deleted.
 */
export function create__Noun__(
  ctx: PersonContext,
  { idempotencyKey: key, ...request }: Create__Noun__Input,
) {
  const call = { procedure: "__noun__.create", key, request, saved: made };
  return inTransaction(ctx.db, (tx) =>
    onceByKey(tx, ctx, call, {
      make: async () => {
        const answer = await create(tx, ctx, request.text);
        return { answer, saved: { id: answer.id } };
      },
      again: async ({ id }) => {
        const where = { AND: [{ id }, __noun__Scope(ctx.actor)] };
        const found = await tx.__noun__.findFirst({ where, select: __noun__Select });
        if (found === null) throw notFound();
        return found;
      },
    }),
  );
}

async function create(tx: DbTransaction, ctx: PersonContext, text: string) {
  // So that of two calls at once only one gets the last place.
  await lockSelf(tx, ctx);
  const count = await tx.__noun__.count({ where: __noun__Scope(ctx.actor) });
  if (count >= __NOUNS___MAX) {
    throw new DomainError(
      "LIMIT_REACHED",
      `You've reached the limit of ${__NOUNS___MAX} __many__. Delete one first.`,
    );
  }
  const created = await tx.__noun__.create({
    data: { userId: ctx.actor.id, text, createdAt: ctx.now() },
    select: __noun__Select,
  });
  // Without the text: events remain when the person is erased.
  await recordAuditEvent(tx, ctx, {
    action: "__noun__.created",
    targetType: "__noun__",
    targetId: created.id,
  });
  return created;
}

/** Deletes __a__ __one__ permanently. Errors: NOT_FOUND when it doesn't exist or belongs to someone else. */
export function delete__Noun__(ctx: PersonContext, { id }: Delete__Noun__Input) {
  return inTransaction(ctx.db, async (tx) => {
    const { count } = await tx.__noun__.deleteMany({
      where: { AND: [{ id }, __noun__Scope(ctx.actor)] },
    });
    if (count === 0) throw notFound();
    await recordAuditEvent(tx, ctx, {
      action: "__noun__.deleted",
      targetType: "__noun__",
      targetId: id,
    });
    return { id };
  });
}
