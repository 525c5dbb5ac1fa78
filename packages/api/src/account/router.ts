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
import { identify } from "./identify.ts";
import { getMyAccount, updateAccount } from "./service.ts";

export const accountRouter = router({
  /** Whose credential this is, and what it may do. The one call that every credential may make. */
  whoami: permitted("identity:read").query(({ ctx }) => identify(ctx)),
  /** The signed-in person. */
  me: permitted("self:read").query(({ ctx }) => getMyAccount(ctx)),
  update: permitted("self:update")
    .input(updateAccountInput)
    .mutation(({ ctx, input }) => updateAccount(ctx, input)),
  /** Changes the password and signs out all other devices. */
  changePassword: permitted("self:secure", { limit: "api.password" })
    .input(changePasswordInput)
    .mutation(({ ctx, input }) => changeAccountPassword(ctx, input)),
  /** The pending change of address, or null. */
  emailChange: permitted("self:secure").query(({ ctx }) => getAccountEmailChange(ctx)),
  /** Requests a new address; the old and the new one get a link each. */
  requestEmailChange: permitted("self:secure", { limit: "api.password" })
    .input(requestEmailChangeInput)
    .mutation(({ ctx, input }) => requestAccountEmailChange(ctx, input)),
  /** Redeems the link of one of the two addresses. */
  confirmEmailChange: permitted("self:secure")
    .input(confirmEmailChangeInput)
    .mutation(({ ctx, input }) => confirmAccountEmailChange(ctx, input)),
  /** Drops the pending change. */
  cancelEmailChange: permitted("self:secure").mutation(({ ctx }) => cancelAccountEmailChange(ctx)),
  /** The active sessions. */
  listSessions: permitted("self:secure").query(({ ctx }) => listAccountSessions(ctx)),
  signOutSession: permitted("self:secure")
    .input(signOutSessionInput)
    .mutation(({ ctx, input }) => signAccountOutSession(ctx, input)),
  /** Signs out every device, including this one. */
  signOutEverywhere: permitted("self:secure").mutation(({ ctx }) => signAccountOutEverywhere(ctx)),
  /** Everything stored about the person. */
  export: permitted("self:export", { limit: "api.secret" }).mutation(({ ctx }) =>
    exportAccount(ctx),
  ),
  /** Erases the account permanently. */
  erase: permitted("self:erase", { limit: "api.password" })
    .input(eraseAccountInput)
    .mutation(({ ctx, input }) => eraseAccount(ctx, input)),
});
