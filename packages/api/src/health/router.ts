import { publicProcedure, router } from "../trpc.ts";
import { checkHealth } from "./service.ts";

export const healthRouter = router({
  /** Whether the database answers. */
  check: publicProcedure.query(({ ctx }) => checkHealth(ctx)),
});
