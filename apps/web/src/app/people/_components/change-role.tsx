"use client";

import { role } from "@sundial/validators";
import { roleLabels } from "~/lib/labels";
import { api } from "~/trpc/client";
import { DecisionDialog } from "./decision-dialog";
import { type ActionProps, useDecided } from "./use-decided";

export function ChangeRole({ member, onDone }: ActionProps) {
  const decision = api.member.changeRole.useMutation(useDecided());
  const { id, version, name } = member;
  return (
    <DecisionDialog
      choice={{
        label: "New role",
        options: role.options
          .filter((each) => each !== member.role)
          .map((value) => ({ value, label: roleLabels[value] })),
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
