import {
  changePasswordInput,
  confirmEmailChangeInput,
  eraseAccountInput,
  requestEmailChangeInput,
  signOutSessionInput,
  updateAccountInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { changeAccountPassword } from "./change-password.ts";
import { listAccountSessions, signAccountOutEverywhere, signAccountOutSession } from "./devices.ts";
import {
  cancelAccountEmailChange,
  confirmAccountEmailChange,
  getAccountEmailChange,
  requestAccountEmailChange,
} from "./email-change.ts";
import { eraseAccount } from "./erase.ts";
import { exportAccount } from "./export.ts";
import { getMyAccount, updateAccount } from "./service.ts";

export const accountRouter = router({
  /** The signed-in person. */
  me: permitted("self:read").query(({ ctx }) => getMyAccount(ctx)),
  /** Changes one's own name, time zone or date formats. */
  update: permitted("self:update")
    .input(updateAccountInput)
    .mutation(({ ctx, input }) => updateAccount(ctx, input)),
  /** Changes one's own password and signs all other devices out. */
  changePassword: permitted("self:secure", { limit: "api.password" })
    .input(changePasswordInput)
    .mutation(({ ctx, input }) => changeAccountPassword(ctx, input)),
  /** The change of one's address that is under way, or null. */
  emailChange: permitted("self:secure").query(({ ctx }) => getAccountEmailChange(ctx)),
  /** Asks for a new address; the old and the new one get a link each. */
  requestEmailChange: permitted("self:secure", { limit: "api.password" })
    .input(requestEmailChangeInput)
    .mutation(({ ctx, input }) => requestAccountEmailChange(ctx, input)),
  /** Redeems the link of one of the two addresses. */
  confirmEmailChange: permitted("self:secure")
    .input(confirmEmailChangeInput)
    .mutation(({ ctx, input }) => confirmAccountEmailChange(ctx, input)),
  /** Drops the change under way. */
  cancelEmailChange: permitted("self:secure").mutation(({ ctx }) => cancelAccountEmailChange(ctx)),
  /** Where one is signed in. */
  listSessions: permitted("self:secure").query(({ ctx }) => listAccountSessions(ctx)),
  /** Signs one device out. */
  signOutSession: permitted("self:secure")
    .input(signOutSessionInput)
    .mutation(({ ctx, input }) => signAccountOutSession(ctx, input)),
  /** Signs every device out, this one among them. */
  signOutEverywhere: permitted("self:secure").mutation(({ ctx }) => signAccountOutEverywhere(ctx)),
  /** Everything stored about oneself. */
  export: permitted("self:export", { limit: "api.secret" }).mutation(({ ctx }) =>
    exportAccount(ctx),
  ),
  /** One's own account, for good. */
  erase: permitted("self:erase", { limit: "api.password" })
    .input(eraseAccountInput)
    .mutation(({ ctx, input }) => eraseAccount(ctx, input)),
});
