import {
  confirmSecondFactorInput,
  removeSecondFactorInput,
  renewSecondFactorCodesInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { removeSecondFactor, renewSecondFactorCodes } from "./change.ts";
import { confirmSecondFactor, getMySecondFactor, setUpSecondFactor } from "./set-up.ts";

export const secondFactorRouter = router({
  /** Whether one's own sign-in asks for a code, since when, and how many recovery codes are left. */
  mine: permitted("self:secure").query(({ ctx }) => getMySecondFactor(ctx)),
  /** Begins with an authenticator app; its secret is in this answer and nowhere else. */
  setUp: permitted("self:secure", { limit: "api.secret" }).mutation(({ ctx }) =>
    setUpSecondFactor(ctx),
  ),
  /** From then on sign-in asks for a code. The recovery codes are in this answer and nowhere else. */
  confirm: permitted("self:secure", { limit: "api.password" })
    .input(confirmSecondFactorInput)
    .mutation(({ ctx, input }) => confirmSecondFactor(ctx, input)),
  /** New recovery codes; those from before are worthless. */
  renewCodes: permitted("self:secure", { limit: "api.password" })
    .input(renewSecondFactorCodesInput)
    .mutation(({ ctx, input }) => renewSecondFactorCodes(ctx, input)),
  /** The password alone opens the account again. */
  remove: permitted("self:secure", { limit: "api.password" })
    .input(removeSecondFactorInput)
    .mutation(({ ctx, input }) => removeSecondFactor(ctx, input)),
});
