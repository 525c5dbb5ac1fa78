import { openSlotsInput } from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { getOpenSlots } from "./service.ts";

export const availabilityRouter = router({
  /** The starts a mentor offers between two instants. */
  openSlots: permitted("availability:read")
    .input(openSlotsInput)
    .query(({ ctx, input }) => getOpenSlots(ctx, input)),
});
