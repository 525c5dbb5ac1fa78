"use client";

import type { RouterOutputs } from "@sundial/api";
import { can, rolesFor } from "@sundial/auth/permissions";
import { ChangeRole } from "./change-role";
import { ChangeStatus } from "./change-status";
import { ClearSecondFactor } from "./clear-second-factor";
import { DeleteProfile } from "./delete-profile";
import { EraseMember } from "./erase-member";
import type { ActionProps } from "./use-decided";

interface MemberActionsProps extends ActionProps {
  account: RouterOutputs["account"]["me"];
}

/** The decisions the reader can make about somebody else. */
export function MemberActions({ account, ...props }: MemberActionsProps) {
  const { status, mentorProfile, menteeProfile, mustEnrolFactor, _count } = props.member;
  const roles = rolesFor(account, props.member.role);
  const hasFactor = mustEnrolFactor || _count.totpFactors > 0;
  const mayChangeStatus = can(account, "member:changeStatus");
  const mayDelete = can(account, "profile:forceDelete");
  return (
    <div className="flex flex-wrap gap-3">
      {roles.length > 0 ? <ChangeRole {...props} roles={roles} /> : null}
      {mayChangeStatus && status !== "active" ? <ChangeStatus {...props} to="active" /> : null}
      {mayChangeStatus && status === "active" ? <ChangeStatus {...props} to="inactive" /> : null}
      {can(account, "member:clearSecondFactor") && hasFactor ? (
        <ClearSecondFactor {...props} />
      ) : null}
      {mayDelete && mentorProfile ? <DeleteProfile {...props} kind="mentor" /> : null}
      {mayDelete && menteeProfile ? <DeleteProfile {...props} kind="mentee" /> : null}
      {mayChangeStatus && status !== "suspended" ? (
        <ChangeStatus {...props} to="suspended" />
      ) : null}
      {can(account, "member:erase") ? <EraseMember {...props} /> : null}
    </div>
  );
}
