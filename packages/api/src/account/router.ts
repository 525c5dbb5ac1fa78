import { eraseAccountInput, updateAccountInput } from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { eraseAccount } from "./erase.ts";
import { getMyAccount, updateAccount } from "./service.ts";

export const accountRouter = router({
  /** The signed-in person. */
  me: permitted("self:read").query(({ ctx }) => getMyAccount(ctx)),
  /** Changes one's own name or time zone. */
  update: permitted("self:update")
    .input(updateAccountInput)
    .mutation(({ ctx, input }) => updateAccount(ctx, input)),
  /** One's own account, for good. */
  erase: permitted("self:erase")
    .input(eraseAccountInput)
    .mutation(({ ctx, input }) => eraseAccount(ctx, input)),
});
