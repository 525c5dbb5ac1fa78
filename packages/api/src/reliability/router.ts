import {
  decideReliabilityInput,
  listReliabilityObjectionsInput,
  objectReliabilityInput,
  readReliabilityInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { decideReliability } from "./decide.ts";
import { objectReliability } from "./object.ts";
import { listReliabilityObjections, readReliability } from "./service.ts";

export const reliabilityRouter = router({
  /** What counts against a person and why, for themselves and for staff. */
  read: permitted("reliability:read")
    .input(readReliabilityInput)
    .query(({ ctx, input }) => readReliability(ctx, input)),
  /** What people objected to, for staff. */
  listObjections: permitted("reliability:list")
    .input(listReliabilityObjectionsInput)
    .query(({ ctx, input }) => listReliabilityObjections(ctx, input)),
  /** Objects to something that counts against the actor. */
  object: permitted("reliability:object", { limit: "api.reporting" })
    .input(objectReliabilityInput)
    .mutation(({ ctx, input }) => objectReliability(ctx, input)),
  /** Decides an objection, with an answer for the person. */
  decide: permitted("reliability:decide")
    .input(decideReliabilityInput)
    .mutation(({ ctx, input }) => decideReliability(ctx, input)),
});
