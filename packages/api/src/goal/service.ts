import { isStaff } from "@sundial/auth";
import type { DbTransaction, Prisma } from "@sundial/db";
import { recordAuditEvent } from "@sundial/ledger";
import {
  type AddGoalInput,
  DomainError,
  type EditGoalInput,
  type ListGoalsInput,
  OPEN_GOALS_MAX,
  type RemoveGoalInput,
  type SettleGoalInput,
  type TickMilestoneInput,
} from "@sundial/validators";
import { z } from "zod";
import { fromLocalDate, toLocalDate } from "../booking-facts/stored-availability.ts";
import type { Actor, PersonContext, ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { onceByKey } from "../idempotency.ts";
import { lockSelf } from "../lock-self.ts";
import { inTransaction } from "../transaction.ts";

const goalSelect = {
  id: true,
  title: true,
  status: true,
  targetOn: true,
  version: true,
  createdAt: true,
  settledAt: true,
  milestones: { orderBy: { position: "asc" }, select: { id: true, text: true, doneAt: true } },
} satisfies Prisma.GoalSelect;

type GoalRow = Prisma.GoalGetPayload<{ select: typeof goalSelect }>;

const toGoal = ({ targetOn, ...row }: GoalRow) => ({
  ...row,
  targetOn: targetOn && toLocalDate(targetOn),
});

/** Shown at once: every open goal, and the latest of those that are settled. */
const SETTLED_SHOWN = 20;

/**
 * The actor's goals, or those of a mentee whom they mentor or who is in their program. Open ones
 * first, oldest first; then settled ones, latest first.
 *
 * Errors: NOT_FOUND when the mentee's goals aren't visible.
 */
export async function listGoals(ctx: ServiceContext, { menteeId = ctx.actor.id }: ListGoalsInput) {
  const { db, actor } = ctx;
  const visible = await db.user.count({ where: { AND: [{ id: menteeId }, goalScope(actor)] } });
  if (visible === 0) throw notFound();
  const open = await db.goal.findMany({
    where: { menteeId, status: "open" },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: goalSelect,
  });
  const settled = await db.goal.findMany({
    where: { menteeId, status: { not: "open" } },
    orderBy: [{ settledAt: "desc" }, { id: "desc" }],
    take: SETTLED_SHOWN,
    select: goalSelect,
  });
  return { items: [...open, ...settled].map(toGoal), mayEdit: menteeId === actor.id };
}

/** Whose goals this person may read: their own, and those of people who have sessions with them. */
function goalScope(actor: Actor): Prisma.UserWhereInput {
  if (isStaff(actor)) return {};
  return { OR: [{ id: actor.id }, { menteeSessions: { some: { mentorId: actor.id } } }] };
}

/**
 * Adds a goal with its milestones. A retry with its idempotency key returns the goal as it is now.
 *
 * Errors: LIMIT_REACHED with too many open goals; UNAUTHORIZED when the actor has been erased;
 * IDEMPOTENCY_MISMATCH; NOT_FOUND for a retry after the goal was removed.
 */
export async function addGoal(
  ctx: PersonContext,
  { idempotencyKey: key, ...request }: AddGoalInput,
) {
  const saved = z.object({ id: z.uuid() });
  const call = { procedure: "goal.add", key, request, saved };
  return inTransaction(ctx.db, (tx) =>
    onceByKey(tx, ctx, call, {
      make: async () => {
        const answer = await add(tx, ctx, request);
        return { answer, saved: { id: answer.id } };
      },
      again: async ({ id }) => toGoal(await findOwn(tx, ctx, id)),
    }),
  );
}

async function add(
  tx: DbTransaction,
  ctx: PersonContext,
  { title, targetOn, milestones }: Omit<AddGoalInput, "idempotencyKey">,
) {
  await lockSelf(tx, ctx);
  await requireRoom(tx, ctx);
  const row = await tx.goal.create({
    data: {
      menteeId: ctx.actor.id,
      title,
      targetOn: targetOn && fromLocalDate(targetOn),
      createdAt: ctx.now(),
      milestones: { create: milestones.map(({ text }, position) => ({ text, position })) },
    },
    select: goalSelect,
  });
  await record(tx, ctx, "goal.added", row.id);
  return toGoal(row);
}

/** Errors: LIMIT_REACHED with too many open goals. */
async function requireRoom(tx: DbTransaction, { actor }: PersonContext) {
  const open = await tx.goal.count({ where: { menteeId: actor.id, status: "open" } });
  if (open < OPEN_GOALS_MAX) return;
  throw new DomainError(
    "LIMIT_REACHED",
    `You can have up to ${OPEN_GOALS_MAX} open goals. Achieve or drop one first.`,
    { limit: OPEN_GOALS_MAX },
  );
}

/**
 * Changes a goal. Milestones that are sent again with their ID stay done; those left out go.
 *
 * Errors: NOT_FOUND unless it is the actor's own; STALE_VERSION when it changed meanwhile.
 */
export async function editGoal(
  ctx: PersonContext,
  { id, version, title, targetOn, milestones }: EditGoalInput,
) {
  return inTransaction(ctx.db, async (tx) => {
    await lockSelf(tx, ctx);
    const found = await findOwn(tx, ctx, id);
    const { count } = await tx.goal.updateMany({
      where: { id, version },
      data: { title, targetOn: targetOn && fromLocalDate(targetOn), version: { increment: 1 } },
    });
    if (count === 0) {
      throw new DomainError("STALE_VERSION", "This goal was changed elsewhere.", {
        version: found.version,
      });
    }
    const done = new Map(found.milestones.map((each) => [each.id, each.doneAt]));
    await tx.milestone.deleteMany({ where: { goalId: id } });
    await tx.milestone.createMany({
      data: milestones.map((each, position) => ({
        id: each.id !== undefined && done.has(each.id) ? each.id : undefined,
        goalId: id,
        position,
        text: each.text,
        doneAt: done.get(each.id ?? "") ?? null,
      })),
    });
    await record(tx, ctx, "goal.edited", id);
    return toGoal(await findOwn(tx, ctx, id));
  });
}

/**
 * Says that a goal is achieved or dropped, or opens it again. Repeating it has no effect.
 *
 * Errors: NOT_FOUND unless it is the actor's own; LIMIT_REACHED when opening one too many.
 */
export async function settleGoal(ctx: PersonContext, { id, status }: SettleGoalInput) {
  return inTransaction(ctx.db, async (tx) => {
    await lockSelf(tx, ctx);
    const found = await findOwn(tx, ctx, id);
    if (found.status === status) return toGoal(found);
    if (status === "open") await requireRoom(tx, ctx);
    await tx.goal.update({
      where: { id },
      data: {
        status,
        settledAt: status === "open" ? null : ctx.now(),
        version: { increment: 1 },
      },
      select: { id: true },
    });
    await record(tx, ctx, "goal.settled", id, { status });
    return toGoal(await findOwn(tx, ctx, id));
  });
}

/**
 * Ticks a milestone off, or opens it again. Repeating it has no effect.
 *
 * Errors: NOT_FOUND unless it belongs to a goal of the actor.
 */
export async function tickMilestone(ctx: PersonContext, { id, done }: TickMilestoneInput) {
  return inTransaction(ctx.db, async (tx) => {
    const milestone = await tx.milestone.findFirst({
      where: { id, goal: { menteeId: ctx.actor.id } },
      select: { goalId: true },
    });
    if (milestone === null) throw notFound();
    const { count } = await tx.milestone.updateMany({
      where: { id, doneAt: done ? null : { not: null } },
      data: { doneAt: done ? ctx.now() : null },
    });
    if (count > 0) await record(tx, ctx, "goal.milestoneTicked", milestone.goalId, { done });
    return toGoal(await findOwn(tx, ctx, milestone.goalId));
  });
}

/** Removes a goal with its milestones. Errors: NOT_FOUND unless it is the actor's own. */
export async function removeGoal(ctx: PersonContext, { id }: RemoveGoalInput) {
  return inTransaction(ctx.db, async (tx) => {
    const { count } = await tx.goal.deleteMany({ where: { id, menteeId: ctx.actor.id } });
    if (count === 0) throw notFound();
    await record(tx, ctx, "goal.removed", id);
    return { id };
  });
}

async function findOwn(tx: DbTransaction, { actor }: PersonContext, id: string) {
  const row = await tx.goal.findFirst({ where: { id, menteeId: actor.id }, select: goalSelect });
  if (row === null) throw notFound();
  return row;
}

/** What people write stays out of the log. */
function record(
  tx: DbTransaction,
  ctx: PersonContext,
  action: `goal.${"added" | "edited" | "settled" | "milestoneTicked" | "removed"}`,
  id: string,
  after?: Prisma.InputJsonObject,
) {
  return recordAuditEvent(tx, ctx, { action, targetType: "goal", targetId: id, after });
}
