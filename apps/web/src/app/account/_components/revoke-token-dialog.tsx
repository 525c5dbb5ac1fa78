"use client";

import { Button } from "~/components/ui/button";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { api } from "~/trpc/client";

interface RevokeTokenDialogProps {
  id: string;
  name: string;
  onRevoked: (id: string) => void;
}

export function RevokeTokenDialog({ id, name, onRevoked }: RevokeTokenDialogProps) {
  const revoke = api.personalAccessToken.revoke.useMutation();
  return (
    <ConfirmDialog
      confirm={["Revoke token", "Revoking…"]}
      description={`What uses “${name}” is refused from its next request on, and the token never works again.`}
      mutation={{ ...revoke, mutate: (options) => revoke.mutate({ id }, options) }}
      onDone={() => onRevoked(id)}
      title="Revoke this token?"
      trigger={
        <Button size="small" variant="danger">
          Revoke<span className="sr-only"> the token {name}</span>
        </Button>
      }
    />
  );
}
