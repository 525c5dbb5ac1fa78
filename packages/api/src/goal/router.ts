import {
  addGoalInput,
  editGoalInput,
  listGoalsInput,
  removeGoalInput,
  settleGoalInput,
  tickMilestoneInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { addGoal, editGoal, listGoals, removeGoal, settleGoal, tickMilestone } from "./service.ts";

export const goalRouter = router({
  /** The actor's goals, or those of a mentee whom they may see. */
  list: permitted("goal:read")
    .input(listGoalsInput)
    .query(({ ctx, input }) => listGoals(ctx, input)),
  /** Adds a goal with its milestones. */
  add: permitted("goal:write")
    .input(addGoalInput)
    .mutation(({ ctx, input }) => addGoal(ctx, input)),
  /** Changes a goal and its milestones; 409 STALE_VERSION when it changed meanwhile. */
  edit: permitted("goal:write")
    .input(editGoalInput)
    .mutation(({ ctx, input }) => editGoal(ctx, input)),
  /** Achieved, dropped, or open again. */
  settle: permitted("goal:write")
    .input(settleGoalInput)
    .mutation(({ ctx, input }) => settleGoal(ctx, input)),
  /** Ticks a milestone off, or opens it again. */
  tickMilestone: permitted("goal:write")
    .input(tickMilestoneInput)
    .mutation(({ ctx, input }) => tickMilestone(ctx, input)),
  /** Removes a goal. */
  remove: permitted("goal:write")
    .input(removeGoalInput)
    .mutation(({ ctx, input }) => removeGoal(ctx, input)),
});
