import {
  confirmSecondFactorInput,
  removeSecondFactorInput,
  renewSecondFactorCodesInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { removeSecondFactor, renewSecondFactorCodes } from "./change.ts";
import { confirmSecondFactor, getMySecondFactor, setUpSecondFactor } from "./set-up.ts";

export const secondFactorRouter = router({
  /** Whether the actor uses 2FA, since when, and how many recovery codes are left. */
  mine: permitted("self:secure").query(({ ctx }) => getMySecondFactor(ctx)),
  /** Starts setting up an authenticator app; only this answer contains its secret. */
  setUp: permitted("self:secure", { limit: "api.secret" }).mutation(({ ctx }) =>
    setUpSecondFactor(ctx),
  ),
  /** From then on, sign-in requires a code. Only this answer contains the recovery codes. */
  confirm: permitted("self:secure", { limit: "api.password" })
    .input(confirmSecondFactorInput)
    .mutation(({ ctx, input }) => confirmSecondFactor(ctx, input)),
  /** Creates new recovery codes; earlier ones no longer work. */
  renewCodes: permitted("self:secure", { limit: "api.password" })
    .input(renewSecondFactorCodesInput)
    .mutation(({ ctx, input }) => renewSecondFactorCodes(ctx, input)),
  /** The password alone opens the account again. */
  remove: permitted("self:secure", { limit: "api.password" })
    .input(removeSecondFactorInput)
    .mutation(({ ctx, input }) => removeSecondFactor(ctx, input)),
});
