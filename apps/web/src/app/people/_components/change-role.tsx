"use client";

import { type Role, role } from "@sundial/validators";
import { roleLabels } from "~/lib/labels";
import { api } from "~/trpc/client";
import { DecisionDialog } from "./decision-dialog";
import { type ActionProps, useDecided } from "./use-decided";

interface ChangeRoleProps extends ActionProps {
  /** The roles that the reader may give to this person. */
  roles: readonly Role[];
}

export function ChangeRole({ member, roles, onDone }: ChangeRoleProps) {
  const decision = api.member.changeRole.useMutation(useDecided());
  const { id, version, name } = member;
  return (
    <DecisionDialog
      choice={{
        label: "New role",
        options: roles.map((value) => ({ value, label: roleLabels[value] })),
      }}
      decision={decision}
      description={
        <>
          Takes effect right away. Current role: {roleLabels[member.role].toLowerCase()}.
          {member.role === "mentor" && member.futureSessionCount > 0
            ? " Mentors with upcoming sessions can't change roles."
            : null}
        </>
      }
      label="Change role"
      onSubmit={({ reason, choice }, close) => {
        const chosen = role.parse(choice);
        decision.mutate(
          { id, version, reason, role: chosen },
          {
            onSuccess: () => {
              close();
              onDone(`${name} is now ${roleLabels[chosen].toLowerCase()}.`);
            },
          },
        );
      }}
      pendingLabel="Changing…"
      title={`Change ${name}'s role?`}
      variant="secondary"
    />
  );
}
