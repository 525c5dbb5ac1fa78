"use client";

import type { ProfileKind } from "@sundial/validators";
import Link from "next/link";
import { Button } from "~/components/ui/button";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { api } from "~/trpc/client";

interface DeleteProfileDialogProps {
  kind: ProfileKind;
  onDeleted: () => void;
}

const consequences: Record<ProfileKind, string> = {
  mentee: "You can't book until you create a new one. Past sessions stay.",
  mentor:
    "This also deletes your hours, time off and expertise, and removes you from the directory. Past sessions stay.",
};

/** Deletes the person's own profile; not possible while sessions are upcoming. */
export function DeleteProfileDialog({ kind, onDeleted }: DeleteProfileDialogProps) {
  const cache = api.useUtils();
  const remove = api.profile.delete.useMutation();
  return (
    <ConfirmDialog
      confirm={["Delete profile", "Deleting…"]}
      description={consequences[kind]}
      help={(code) =>
        code === "HAS_FUTURE_SESSIONS" ? (
          <p>
            Complete or cancel them first:{" "}
            <Link className="underline" href="/sessions">
              My sessions
            </Link>
            .
          </p>
        ) : null
      }
      mutation={{ ...remove, mutate: (options) => remove.mutate({ kind }, options) }}
      onDone={async () => {
        await cache.invalidate();
        onDeleted();
      }}
      title="Delete your profile?"
      trigger={
        <Button className="justify-self-start" size="small" variant="danger">
          Delete this profile
        </Button>
      }
    />
  );
}
