"use client";

import { Button } from "~/components/ui/button";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { api } from "~/trpc/client";

interface RevokeFeedDialogProps {
  id: string;
  /** What tells this feed from the others, for those who hear the button. */
  name: string;
  onRevoked: (id: string) => void;
}

export function RevokeFeedDialog({ id, name, onRevoked }: RevokeFeedDialogProps) {
  const revoke = api.calendar.revokeFeed.useMutation();
  return (
    <ConfirmDialog
      confirm={["Revoke feed", "Revoking…"]}
      description={`The one ${name}. Calendars that subscribe to it stop hearing of your sessions at once, and its address never works again.`}
      mutation={{ ...revoke, mutate: (options) => revoke.mutate({ id }, options) }}
      onDone={() => onRevoked(id)}
      title="Revoke this feed?"
      trigger={
        <Button size="small" variant="danger">
          Revoke<span className="sr-only"> the feed {name}</span>
        </Button>
      }
    />
  );
}
