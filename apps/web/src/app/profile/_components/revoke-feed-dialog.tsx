"use client";

import { useState } from "react";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Dialog } from "~/components/ui/dialog";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";

interface RevokeFeedDialogProps {
  id: string;
  /** What tells this feed from the others, for those who hear the button. */
  name: string;
  onRevoked: (id: string) => void;
}

export function RevokeFeedDialog({ id, name, onRevoked }: RevokeFeedDialogProps) {
  const [open, setOpen] = useState(false);
  const revoke = api.calendar.revokeFeed.useMutation({
    onSuccess: () => {
      setOpen(false);
      onRevoked(id);
    },
  });
  return (
    <Dialog
      description={`The one ${name}. Calendars that subscribe to it stop hearing of your sessions at once, and its address never works again.`}
      onOpenChange={setOpen}
      open={open}
      title="Revoke this feed?"
      trigger={
        <Button size="small" variant="danger">
          Revoke<span className="sr-only"> the feed {name}</span>
        </Button>
      }
    >
      {revoke.isError ? <Alert title={toWireError(revoke.error).error} tone="bad" /> : null}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onClick={() => setOpen(false)} variant="secondary">
          Keep it
        </Button>
        <Button disabled={revoke.isPending} onClick={() => revoke.mutate({ id })} variant="danger">
          {revoke.isPending ? "Revoking…" : "Revoke feed"}
        </Button>
      </div>
    </Dialog>
  );
}
