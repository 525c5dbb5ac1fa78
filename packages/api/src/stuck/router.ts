import { listStuckInput, nudgeStuckInput } from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { nudgeStuck } from "./nudge.ts";
import { countStuck, listStuck } from "./service.ts";

export const stuckRouter = router({
  /** How many people and requests are stuck, and what else waits for staff. */
  counts: permitted("stuck:read").query(({ ctx }) => countStuck(ctx)),
  /** One kind of them, each row with one next step. */
  list: permitted("stuck:read")
    .input(listStuckInput)
    .query(({ ctx, input }) => listStuck(ctx, input)),
  /** Writes to somebody who is stuck, at most once a week. */
  nudge: permitted("stuck:nudge", { limit: "api.nudging" })
    .input(nudgeStuckInput)
    .mutation(({ ctx, input }) => nudgeStuck(ctx, input)),
});
