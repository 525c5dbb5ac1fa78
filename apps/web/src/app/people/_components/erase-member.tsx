"use client";

import { api } from "~/trpc/client";
import { DecisionDialog } from "./decision-dialog";
import { SuspensionPreview } from "./suspension-preview";
import { type ActionProps, useDecided } from "./use-decided";

/** Permanent, after typing the address. */
export function EraseMember({ member, zone, onDone }: ActionProps) {
  const decision = api.member.erase.useMutation(useDecided());
  const { id, version, name, email } = member;
  return (
    <DecisionDialog
      confirmation={email}
      decision={decision}
      description={
        <div className="grid gap-3">
          <p>
            This can't be undone. Their profile, notes and emails are deleted. Past sessions and
            scores stay, without their name.
          </p>
          <SuspensionPreview id={id} zone={zone} />
        </div>
      }
      label="Erase"
      onSubmit={({ reason }, close) =>
        decision.mutate(
          { id, version, reason },
          {
            onSuccess: () => {
              close();
              onDone("This person was erased.");
            },
          },
        )
      }
      pendingLabel="Erasing…"
      title={`Permanently erase ${name}?`}
      variant="danger"
    />
  );
}
