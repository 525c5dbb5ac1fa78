"use client";

import type { ProfileKind } from "@sundial/validators";
import Link from "next/link";
import { useState } from "react";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { Dialog } from "~/components/ui/dialog";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";

interface DeleteProfileDialogProps {
  kind: ProfileKind;
  onDeleted: () => void;
}

const consequences: Record<ProfileKind, string> = {
  mentee: "You cannot book until you write a new one. Past sessions stay.",
  mentor:
    "Your hours, time off and expertise go with it, and mentees no longer find you. Past sessions stay.",
};

/** Deletes one's own profile; refused while sessions are ahead. */
export function DeleteProfileDialog({ kind, onDeleted }: DeleteProfileDialogProps) {
  const [open, setOpen] = useState(false);
  const cache = api.useUtils();
  const remove = api.profile.delete.useMutation({
    onSuccess: async () => {
      setOpen(false);
      await cache.invalidate();
      onDeleted();
    },
  });
  const error = remove.error ? toWireError(remove.error) : null;
  return (
    <Dialog
      description={consequences[kind]}
      onOpenChange={(next) => {
        setOpen(next);
        remove.reset();
      }}
      open={open}
      title="Delete your profile?"
      trigger={
        <Button className="justify-self-start" size="small" variant="danger">
          Delete this profile
        </Button>
      }
    >
      {error ? (
        <Alert title={error.error} tone="bad">
          {error.code === "HAS_FUTURE_SESSIONS" ? (
            <p>
              Hold or cancel them first:{" "}
              <Link className="underline" href="/sessions">
                My sessions
              </Link>
              .
            </p>
          ) : null}
        </Alert>
      ) : null}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onClick={() => setOpen(false)} variant="secondary">
          Keep it
        </Button>
        <Button
          disabled={remove.isPending}
          onClick={() => remove.mutate({ kind })}
          variant="danger"
        >
          {remove.isPending ? "Deleting…" : "Delete profile"}
        </Button>
      </div>
    </Dialog>
  );
}
