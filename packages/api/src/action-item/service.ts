import { type DbTransaction, lockPeople, type Prisma } from "@sundial/db";
import { recordAuditEvent, tell } from "@sundial/ledger";
import {
  ACTION_ITEMS_MAX,
  type AddActionItemInput,
  DomainError,
  type EditActionItemInput,
  type ListActionItemsInput,
  type Party,
  type RemoveActionItemInput,
  type TickActionItemInput,
} from "@sundial/validators";
import { z } from "zod";
import { fromLocalDate, toLocalDate } from "../booking-facts/stored-availability.ts";
import type { Actor, PersonContext, ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { onceByKey } from "../idempotency.ts";
import { requireStillHere } from "../lock-self.ts";
import { officeSessionScope } from "../office-session/scope.ts";
import { inTransaction } from "../transaction.ts";

const itemSelect = {
  id: true,
  officeSessionId: true,
  mentorId: true,
  menteeId: true,
  owner: true,
  text: true,
  dueOn: true,
  doneAt: true,
  version: true,
  createdAt: true,
} satisfies Prisma.ActionItemSelect;

type ItemRow = Prisma.ActionItemGetPayload<{ select: typeof itemSelect }>;

/** An item as the server returns it, with what the reader may do. */
function toItem({ dueOn, mentorId, menteeId, ...row }: ItemRow, actor: Actor) {
  const role = partyOf(actor, { mentorId, menteeId });
  return {
    ...row,
    dueOn: dueOn && toLocalDate(dueOn),
    mayTick: role === row.owner,
    mayEdit: role !== null,
  };
}

/**
 * What the two people of a session have agreed to do: everything that is open, also from their other
 * sessions, and what was agreed on in this one. Open ones first, by due date.
 *
 * Errors: NOT_FOUND when the session isn't visible.
 */
export async function listActionItems(ctx: ServiceContext, input: ListActionItemsInput) {
  const { db, actor } = ctx;
  const session = await db.officeSession.findFirst({
    where: { AND: [{ id: input.officeSessionId }, officeSessionScope(actor)] },
    select: { mentorId: true, menteeId: true },
  });
  if (session === null) throw notFound();
  const rows = await db.actionItem.findMany({
    where: { ...session, OR: [{ doneAt: null }, { officeSessionId: input.officeSessionId }] },
    orderBy: [
      { doneAt: { sort: "desc", nulls: "first" } },
      { dueOn: { sort: "asc", nulls: "last" } },
      { id: "asc" },
    ],
    select: itemSelect,
  });
  return { items: rows.map((row) => toItem(row, actor)) };
}

/**
 * Writes down what one of the two will do. A retry with its idempotency key returns the item as it
 * is now.
 *
 * Errors: NOT_FOUND unless the actor is one of the two; LIMIT_REACHED with too many open items;
 * UNAUTHORIZED when the actor has been erased; IDEMPOTENCY_MISMATCH.
 */
export async function addActionItem(
  ctx: PersonContext,
  { idempotencyKey: key, ...request }: AddActionItemInput,
) {
  const saved = z.object({ id: z.uuid() });
  const call = { procedure: "actionItem.add", key, request, saved };
  return inTransaction(ctx.db, (tx) =>
    onceByKey(tx, ctx, call, {
      make: async () => {
        const answer = await add(tx, ctx, request);
        return { answer, saved: { id: answer.id } };
      },
      again: async ({ id }) => toItem(await findOwn(tx, ctx, id), ctx.actor),
    }),
  );
}

async function add(
  tx: DbTransaction,
  ctx: PersonContext,
  { officeSessionId, text, owner, dueOn }: Omit<AddActionItemInput, "idempotencyKey">,
) {
  const session = await tx.officeSession.findFirst({
    where: { id: officeSessionId, OR: [{ mentorId: ctx.actor.id }, { menteeId: ctx.actor.id }] },
    select: { mentorId: true, menteeId: true },
  });
  if (session === null) throw notFound();
  // Their items are counted while nobody else adds one.
  await lockPeople(tx, [session.mentorId, session.menteeId]);
  await requireStillHere(tx, ctx);
  const open = await tx.actionItem.count({ where: { ...session, doneAt: null } });
  if (open >= ACTION_ITEMS_MAX) {
    throw new DomainError(
      "LIMIT_REACHED",
      `You two can have up to ${ACTION_ITEMS_MAX} open items. Tick some off first.`,
      { limit: ACTION_ITEMS_MAX },
    );
  }
  const row = await tx.actionItem.create({
    data: {
      ...session,
      officeSessionId,
      owner,
      text,
      dueOn: dueOn && fromLocalDate(dueOn),
      authorId: ctx.actor.id,
      createdAt: ctx.now(),
    },
    select: itemSelect,
  });
  await record(tx, ctx, { action: "actionItem.added", row });
  await tellOther(tx, ctx, { kind: "actionItem.added", row, key: owner });
  return toItem(row, ctx.actor);
}

/**
 * Changes the words, the owner or the due date. Either of the two may.
 *
 * Errors: NOT_FOUND unless the actor is one of the two; STALE_VERSION when it changed meanwhile.
 */
export async function editActionItem(
  ctx: PersonContext,
  { id, version, text, owner, dueOn }: EditActionItemInput,
) {
  return inTransaction(ctx.db, async (tx) => {
    const found = await findOwn(tx, ctx, id);
    const { count } = await tx.actionItem.updateMany({
      where: { id, version },
      data: {
        text,
        owner,
        dueOn: dueOn && fromLocalDate(dueOn),
        authorId: ctx.actor.id,
        version: { increment: 1 },
      },
    });
    if (count === 0) {
      throw new DomainError("STALE_VERSION", "This item was changed elsewhere.", {
        version: found.version,
      });
    }
    await requireStillHere(tx, ctx);
    await record(tx, ctx, { action: "actionItem.edited", row: found });
    const row = await findOwn(tx, ctx, id);
    // For its new owner, it is one more to do.
    if (owner !== found.owner) {
      await tellOther(tx, ctx, { kind: "actionItem.added", row, key: owner });
    }
    return toItem(row, ctx.actor);
  });
}

/**
 * Ticks an item off, or opens it again. Only the one who does it can. Repeating it has no effect.
 *
 * Errors: NOT_FOUND unless the actor is one of the two; FORBIDDEN for the other one.
 */
export async function tickActionItem(ctx: PersonContext, { id, done }: TickActionItemInput) {
  return inTransaction(ctx.db, async (tx) => {
    const found = await findOwn(tx, ctx, id);
    if (partyOf(ctx.actor, found) !== found.owner) {
      throw new DomainError("FORBIDDEN", "Only the one who does it can tick it off.");
    }
    const { count } = await tx.actionItem.updateMany({
      where: { id, owner: found.owner, doneAt: done ? null : { not: null } },
      data: { doneAt: done ? ctx.now() : null },
    });
    if (count > 0) {
      await record(tx, ctx, { action: "actionItem.ticked", row: found, after: { done } });
      if (done) await tellOther(tx, ctx, { kind: "actionItem.ticked", row: found });
    }
    return toItem(await findOwn(tx, ctx, id), ctx.actor);
  });
}

/**
 * Removes an item. Either of the two may.
 *
 * Errors: NOT_FOUND unless the actor is one of the two, and the second time.
 */
export async function removeActionItem(ctx: PersonContext, { id }: RemoveActionItemInput) {
  return inTransaction(ctx.db, async (tx) => {
    const row = await findOwn(tx, ctx, id);
    const { count } = await tx.actionItem.deleteMany({ where: { id } });
    if (count === 0) throw notFound();
    await record(tx, ctx, { action: "actionItem.removed", row });
    return { id };
  });
}

async function findOwn(tx: DbTransaction, { actor }: PersonContext, id: string) {
  const row = await tx.actionItem.findFirst({
    where: { id, OR: [{ mentorId: actor.id }, { menteeId: actor.id }] },
    select: itemSelect,
  });
  if (row === null) throw notFound();
  return row;
}

interface Recorded {
  action: `actionItem.${"added" | "edited" | "ticked" | "removed"}`;
  row: ItemRow;
  after?: Prisma.InputJsonObject;
}

/** What people write stays out of the log. */
function record(tx: DbTransaction, ctx: PersonContext, { action, row, after }: Recorded) {
  return recordAuditEvent(tx, ctx, {
    action,
    targetType: "actionItem",
    targetId: row.id,
    after: { officeSessionId: row.officeSessionId, ...after },
  });
}

/** Tells the one of the two who didn't do it, if it concerns them. */
async function tellOther(
  tx: DbTransaction,
  ctx: PersonContext,
  {
    kind,
    row,
    key = "",
  }: { kind: "actionItem.added" | "actionItem.ticked"; row: ItemRow; key?: string },
) {
  const { id, mentorId, menteeId, owner } = row;
  const officeSession = await tx.officeSession.findUniqueOrThrow({
    where: { id: row.officeSessionId },
    select: { id: true, version: true, startsAt: true },
  });
  await tell(tx, [
    {
      kind,
      key: `${id} ${key}`,
      at: ctx.now(),
      actorId: ctx.actor.id,
      people:
        owner === "mentor"
          ? { owner: mentorId, partner: menteeId }
          : { owner: menteeId, partner: mentorId },
      officeSession,
      actionItemId: id,
    },
  ]);
}

function partyOf(
  { id }: Actor,
  { mentorId, menteeId }: { mentorId: string; menteeId: string },
): Party | null {
  if (id === mentorId) return "mentor";
  return id === menteeId ? "mentee" : null;
}
