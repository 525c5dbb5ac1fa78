"use client";

import type { UserStatus } from "@sundial/validators";
import type { ComponentProps } from "react";
import { api } from "~/trpc/client";
import type { Member } from "~/trpc/types";
import { DecisionDialog } from "./decision-dialog";
import { SuspensionPreview } from "./suspension-preview";
import { type ActionProps, useDecided } from "./use-decided";

type StatusCopy = Pick<
  ComponentProps<typeof DecisionDialog>,
  "label" | "pendingLabel" | "variant"
> & { title: (name: string) => string; done: (name: string) => string };

const copies: Record<UserStatus, StatusCopy> = {
  active: {
    label: "Reactivate",
    pendingLabel: "Saving…",
    variant: "secondary",
    title: (name) => `Reactivate ${name}?`,
    done: (name) => `${name} is active.`,
  },
  inactive: {
    label: "Deactivate",
    pendingLabel: "Saving…",
    variant: "secondary",
    title: (name) => `Deactivate ${name}?`,
    done: (name) => `${name} is inactive.`,
  },
  suspended: {
    label: "Suspend",
    pendingLabel: "Suspending…",
    variant: "danger",
    title: (name) => `Suspend ${name}?`,
    done: (name) => `${name} is suspended.`,
  },
};

export function ChangeStatus({ member, zone, onDone, to }: ActionProps & { to: UserStatus }) {
  const decision = api.member.changeStatus.useMutation(useDecided());
  const { id, version, name } = member;
  const { title, done, ...copy } = copies[to];
  return (
    <DecisionDialog
      {...copy}
      decision={decision}
      description={<StatusMeans id={id} member={member} to={to} zone={zone} />}
      onSubmit={({ reason }, close) =>
        decision.mutate(
          { id, version, reason, status: to },
          {
            onSuccess: () => {
              close();
              onDone(done(name));
            },
          },
        )
      }
      title={title(name)}
    />
  );
}

interface StatusMeansProps {
  id: string;
  member: Member;
  to: UserStatus;
  zone: string;
}

/** What the status will change. */
function StatusMeans({ id, member, to, zone }: StatusMeansProps) {
  switch (to) {
    case "active":
      return member.status === "suspended"
        ? "They can sign in again. Cancelled sessions stay cancelled."
        : "They can book and be booked again.";
    case "inactive":
      return "They can still sign in and see their data, but can't book or be booked. Booked sessions stay.";
    case "suspended":
      return (
        <div className="grid gap-3">
          <p>
            They're signed out everywhere right away and can't sign in until you reactivate them.
          </p>
          <SuspensionPreview id={id} zone={zone} />
        </div>
      );
  }
}
