import { updateAccountInput } from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { getMyAccount, updateAccount } from "./service.ts";

export const accountRouter = router({
  /** The signed-in person. */
  me: permitted("self:read").query(({ ctx }) => getMyAccount(ctx)),
  /** Changes one's own name or time zone. */
  update: permitted("self:update")
    .input(updateAccountInput)
    .mutation(({ ctx, input }) => updateAccount(ctx, input)),
});
