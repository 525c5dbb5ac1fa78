"use client";

import { api } from "~/trpc/client";
import { DecisionDialog } from "./decision-dialog";
import { type ActionProps, useDecided } from "./use-decided";

/** For who lost their phone, once staff have made sure who asks. */
export function ClearSecondFactor({ member, onDone }: ActionProps) {
  const decision = api.member.clearSecondFactor.useMutation(useDecided());
  const { id, version, name } = member;
  return (
    <DecisionDialog
      decision={decision}
      description="They are signed out, get a mail, and may sign in with the password alone until they set up a new one. Make sure first that it is them who ask."
      label="Clear second factor"
      onSubmit={({ reason }, close) =>
        decision.mutate(
          { id, version, reason },
          {
            onSuccess: () => {
              close();
              onDone(`${name} may set up a new second factor.`);
            },
          },
        )
      }
      pendingLabel="Clearing…"
      title={`Clear the second factor of ${name}?`}
      variant="secondary"
    />
  );
}
