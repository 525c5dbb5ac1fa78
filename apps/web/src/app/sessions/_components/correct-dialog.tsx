"use client";

import { noShowParty } from "@sundial/validators";
import type { api } from "~/trpc/client";
import type { OfficeSession } from "~/trpc/types";
import { ChangeDialog } from "./change-dialog";

const TOOK_PLACE = { value: "nobody", label: "The session took place" };

interface CorrectDialogProps {
  session: OfficeSession;
  zone: string;
  label: string;
  change: ReturnType<typeof api.officeSession.correct.useMutation>;
}

/** Staff record what happened. */
export function CorrectDialog({ session, zone, label, change }: CorrectDialogProps) {
  return (
    <ChangeDialog
      answers={
        session.status === "completed" ? absences(session) : [TOOK_PLACE, ...absences(session)]
      }
      change={change}
      label={label}
      needsReason
      onSubmit={({ note, absent }, close) =>
        change.mutate(
          {
            id: session.id,
            version: session.version,
            note,
            absent: noShowParty.safeParse(absent).data ?? null,
          },
          { onSuccess: close },
        )
      }
      pendingLabel="Saving…"
      session={session}
      title="What happened?"
      variant="secondary"
      zone={zone}
    />
  );
}

/** Who may have been absent, as answers. */
export function absences({ mentor, mentee }: OfficeSession) {
  return [
    { value: "mentee", label: `${mentee.name} didn't show up` },
    { value: "mentor", label: `${mentor.name} didn't show up` },
    { value: "both", label: "Neither showed up" },
  ];
}
