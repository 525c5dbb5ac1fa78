import { z } from "zod";
import { localDate } from "./availability.ts";
import { idempotencyKey } from "./idempotency-key.ts";
import { userId, version } from "./paging.ts";
import { text } from "./text.ts";

/** How many open goals a mentee may have, and how many milestones one goal. */
export const OPEN_GOALS_MAX = 10;
export const MILESTONES_MAX = 20;

export const goalStatus = z.enum(["open", "achieved", "dropped"]);
export type GoalStatus = z.infer<typeof goalStatus>;

const fields = z.object({
  title: text({ min: 3, max: 200 }),
  targetOn: localDate.nullable(),
  /** Steps on the way, in their order. One with an ID keeps whether it is done. */
  milestones: z
    .array(z.object({ id: z.uuid().optional(), text: text({ min: 1, max: 200 }) }))
    .max(MILESTONES_MAX, `Use at most ${MILESTONES_MAX} milestones`),
});

/** The actor's goals, or those of a mentee they may read. */
export const listGoalsInput = z.object({ menteeId: userId.optional() });
export type ListGoalsInput = z.infer<typeof listGoalsInput>;

export const addGoalInput = fields.extend({ idempotencyKey });
export type AddGoalInput = z.infer<typeof addGoalInput>;

export const editGoalInput = fields.extend({ id: z.uuid(), version });
export type EditGoalInput = z.infer<typeof editGoalInput>;

export const settleGoalInput = z.object({ id: z.uuid(), status: goalStatus });
export type SettleGoalInput = z.infer<typeof settleGoalInput>;

/** Done, or open again. */
export const tickMilestoneInput = z.object({ id: z.uuid(), done: z.boolean() });
export type TickMilestoneInput = z.infer<typeof tickMilestoneInput>;

export const removeGoalInput = z.object({ id: z.uuid() });
export type RemoveGoalInput = z.infer<typeof removeGoalInput>;
