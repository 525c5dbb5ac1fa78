"use client";

import type { ProfileKind } from "@sundial/validators";
import { api } from "~/trpc/client";
import { DecisionDialog } from "./decision-dialog";
import { type ActionProps, useDecided } from "./use-decided";

/** A person's profile, and the sessions that depend on it. */
export function DeleteProfile({ member, onDone, kind }: ActionProps & { kind: ProfileKind }) {
  const decision = api.profile.forceDelete.useMutation(useDecided());
  const { id, name } = member;
  return (
    <DecisionDialog
      decision={decision}
      description={`This deletes ${name}'s ${kind} profile${kind === "mentor" ? " and hours" : ""} and cancels their upcoming sessions as a ${kind}. They can create a new profile.`}
      label={`Delete ${kind} profile`}
      onSubmit={({ reason }, close) =>
        decision.mutate(
          { userId: id, kind, reason },
          {
            onSuccess: () => {
              close();
              onDone(`${name}'s ${kind} profile was deleted.`);
            },
          },
        )
      }
      pendingLabel="Deleting…"
      title={`Delete ${name}'s ${kind} profile?`}
      variant="danger"
    />
  );
}
