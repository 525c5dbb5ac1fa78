import {
  changeMemberRoleInput,
  changeMemberStatusesInput,
  changeMemberStatusInput,
  clearMemberSecondFactorInput,
  eraseMemberInput,
  listMemberSignInMethodsInput,
  listMembersInput,
  memberByIdInput,
  previewMemberStatusesInput,
  previewMemberSuspensionInput,
} from "@sundial/validators";
import { permitted, router } from "../trpc.ts";
import { changeMemberRole } from "./change-role.ts";
import { changeMemberStatus } from "./change-status.ts";
import { changeMemberStatuses, previewMemberStatuses } from "./change-statuses.ts";
import { clearMemberSecondFactor } from "./clear-second-factor.ts";
import { eraseMember } from "./erase.ts";
import { getMemberById, listMembers, previewMemberSuspension } from "./service.ts";
import { listMemberSignInMethods } from "./sign-in-methods.ts";

export const memberRouter = router({
  /** Everyone with an account, for program managers and admins. */
  list: permitted("member:list")
    .input(listMembersInput)
    .query(({ ctx, input }) => listMembers(ctx, input)),
  /** One person, as staff see them. */
  byId: permitted("member:read")
    .input(memberByIdInput)
    .query(({ ctx, input }) => getMemberById(ctx, input)),
  /** How one person can sign in, as names. */
  signInMethods: permitted("member:read")
    .input(listMemberSignInMethodsInput)
    .query(({ ctx, input }) => listMemberSignInMethods(ctx, input)),
  /** What one decision about several people would do. */
  previewStatuses: permitted("member:changeStatus")
    .input(previewMemberStatusesInput)
    .query(({ ctx, input }) => previewMemberStatuses(ctx, input)),
  /** The status of up to a hundred people, of all or of nobody. */
  changeStatuses: permitted("member:changeStatus")
    .input(changeMemberStatusesInput)
    .mutation(({ ctx, input }) => changeMemberStatuses(ctx, input)),
  /** The sessions that a suspension would cancel. */
  previewSuspension: permitted("member:changeStatus")
    .input(previewMemberSuspensionInput)
    .query(({ ctx, input }) => previewMemberSuspension(ctx, input)),
  /** 409 HAS_FUTURE_SESSIONS for a mentor with upcoming sessions. */
  changeRole: permitted("member:changeRole")
    .input(changeMemberRoleInput)
    .mutation(({ ctx, input }) => changeMemberRole(ctx, input)),
  /** Active, inactive or suspended; a suspension cancels upcoming sessions. */
  changeStatus: permitted("member:changeStatus")
    .input(changeMemberStatusInput)
    .mutation(({ ctx, input }) => changeMemberStatus(ctx, input)),
  /** For people who lost their app: the password alone opens the account again. */
  clearSecondFactor: permitted("member:clearSecondFactor")
    .input(clearMemberSecondFactorInput)
    .mutation(({ ctx, input }) => clearMemberSecondFactor(ctx, input)),
  /** Permanently: the remaining row has no name. */
  erase: permitted("member:erase")
    .input(eraseMemberInput)
    .mutation(({ ctx, input }) => eraseMember(ctx, input)),
});
