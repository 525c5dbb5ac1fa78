"use client";

import { api } from "~/trpc/client";
import { DecisionDialog } from "./decision-dialog";
import { type ActionProps, useDecided } from "./use-decided";

/** For people who lost their phone, after staff have verified their identity. */
export function ClearSecondFactor({ member, onDone }: ActionProps) {
  const decision = api.member.clearSecondFactor.useMutation(useDecided());
  const { id, version, name } = member;
  return (
    <DecisionDialog
      decision={decision}
      description="This signs them out everywhere and revokes their access tokens and calendar feeds. We'll email them. They can sign in with their password alone until they set up two-factor authentication again. First make sure the request really comes from them."
      label="Turn off 2FA"
      onSubmit={({ reason }, close) =>
        decision.mutate(
          { id, version, reason },
          {
            onSuccess: () => {
              close();
              onDone(`Two-factor authentication is off for ${name}.`);
            },
          },
        )
      }
      pendingLabel="Turning off…"
      title={`Turn off two-factor authentication for ${name}?`}
      variant="secondary"
    />
  );
}
