"use client";

import { noShowParty } from "@sundial/validators";
import Link from "next/link";
import type { ComponentProps, ComponentType } from "react";
import { Button } from "~/components/ui/button";
import { api } from "~/trpc/client";
import type { OfficeSession } from "~/trpc/types";
import { ChangeDialog } from "./change-dialog";
import { absences, CorrectDialog } from "./correct-dialog";
import type { relationTo } from "./parties";
import { useChange } from "./use-change";

interface ControlProps {
  session: OfficeSession;
  relation: ReturnType<typeof relationTo>;
  zone: string;
  /** Whether joining is the page's main action now. */
  isOn: boolean;
  onChanged: () => void;
}

/** What people say on the way to the meeting has its own place, above. */
type Action = Exclude<OfficeSession["actions"][number], "checkIn" | "runLate">;

/** One control for each action on a session. */
const controls: Record<Action, ComponentType<ControlProps>> = {
  approve: (props) => <NoteControl action="approve" {...props} />,
  decline: (props) => <NoteControl action="decline" {...props} />,
  cancel: (props) => <NoteControl action="cancel" {...props} />,
  complete: (props) => <NoteControl action="complete" {...props} />,
  reschedule: ({ session }) => (
    <Button asChild variant="secondary">
      <Link href={`/sessions/${session.id}/reschedule`}>Move to another time</Link>
    </Button>
  ),
  edit: ({ session }) => (
    <Button asChild variant="secondary">
      <Link href={`/sessions/${session.id}/edit`}>Edit details</Link>
    </Button>
  ),
  reportNoShow: ReportNoShow,
  correct: Correct,
};

const hasControl = (action: OfficeSession["actions"][number]): action is Action =>
  action in controls;

/** Exactly the actions the reader can take now. */
export function SessionActions(props: ControlProps) {
  const actions = props.session.actions.filter(hasControl);
  if (actions.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-3">
      {actions.map((action) => {
        const Control = controls[action];
        return <Control key={action} {...props} />;
      })}
    </div>
  );
}

type Copy = Pick<ComponentProps<typeof ChangeDialog>, "label" | "pendingLabel" | "variant"> & {
  title: (topic: string) => string;
};

const copies = {
  approve: {
    label: "Approve",
    pendingLabel: "Approving…",
    variant: "primary",
    title: (topic) => `Approve “${topic}”?`,
  },
  decline: {
    label: "Decline",
    pendingLabel: "Declining…",
    variant: "danger",
    title: (topic) => `Decline “${topic}”?`,
  },
  cancel: {
    label: "Cancel session",
    pendingLabel: "Cancelling…",
    variant: "danger",
    title: (topic) => `Cancel “${topic}”?`,
  },
  complete: {
    label: "Mark as completed",
    pendingLabel: "Saving…",
    variant: "primary",
    title: (topic) => `Did “${topic}” take place?`,
  },
} as const satisfies Partial<Record<Action, Copy>>;

/** A change that needs only a message to the other person. */
function NoteControl(props: ControlProps & { action: keyof typeof copies }) {
  const { action, session, relation, zone, isOn, onChanged } = props;
  const change = api.officeSession[action].useMutation(useChange(session, onChanged));
  const isRequest = action === "cancel" && session.status === "requested";
  const { title, ...copy } = copies[action];
  return (
    <ChangeDialog
      {...copy}
      change={change}
      label={isRequest ? "Withdraw request" : copy.label}
      needsReason={relation === "staff"}
      onSubmit={({ note }, close) =>
        change.mutate({ id: session.id, version: session.version, note }, { onSuccess: close })
      }
      session={session}
      title={isRequest ? `Withdraw “${session.topic}”?` : title(session.topic)}
      variant={isOn && copy.variant === "primary" ? "secondary" : copy.variant}
      zone={zone}
    />
  );
}

/** Parties report the other one; staff choose who was absent. */
function ReportNoShow({ session, relation, zone, onChanged }: ControlProps) {
  const change = api.officeSession.reportNoShow.useMutation(useChange(session, onChanged));
  const other = relation === "mentee" ? session.mentor : session.mentee;
  return (
    <ChangeDialog
      answers={relation === "staff" ? absences(session) : undefined}
      change={change}
      label="Report a no-show"
      needsReason={relation === "staff"}
      onSubmit={({ note, absent }, close) =>
        change.mutate(
          {
            id: session.id,
            version: session.version,
            note,
            absent: noShowParty.safeParse(absent).data,
          },
          { onSuccess: close },
        )
      }
      pendingLabel="Reporting…"
      session={session}
      title={relation === "staff" ? "Who didn't show up?" : `Report ${other.name} as a no-show?`}
      variant="danger"
      zone={zone}
    />
  );
}

/** Staff record what happened. */
function Correct({ session, zone, onChanged }: ControlProps) {
  return (
    <CorrectDialog
      change={api.officeSession.correct.useMutation(useChange(session, onChanged))}
      label={session.disputed ? "Resolve dispute" : "Correct record"}
      session={session}
      zone={zone}
    />
  );
}
