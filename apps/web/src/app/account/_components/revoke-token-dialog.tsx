"use client";

import { useState } from "react";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Dialog } from "~/components/ui/dialog";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";

interface RevokeTokenDialogProps {
  id: string;
  name: string;
  onRevoked: (id: string) => void;
}

export function RevokeTokenDialog({ id, name, onRevoked }: RevokeTokenDialogProps) {
  const [open, setOpen] = useState(false);
  const revoke = api.personalAccessToken.revoke.useMutation({
    onSuccess: () => {
      setOpen(false);
      onRevoked(id);
    },
  });
  return (
    <Dialog
      description={`What uses “${name}” is refused from its next request on, and the token never works again.`}
      onOpenChange={setOpen}
      open={open}
      title="Revoke this token?"
      trigger={
        <Button size="small" variant="danger">
          Revoke<span className="sr-only"> the token {name}</span>
        </Button>
      }
    >
      {revoke.isError ? <Alert title={toWireError(revoke.error).error} tone="bad" /> : null}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onClick={() => setOpen(false)} variant="secondary">
          Keep it
        </Button>
        <Button disabled={revoke.isPending} onClick={() => revoke.mutate({ id })} variant="danger">
          {revoke.isPending ? "Revoking…" : "Revoke token"}
        </Button>
      </div>
    </Dialog>
  );
}
