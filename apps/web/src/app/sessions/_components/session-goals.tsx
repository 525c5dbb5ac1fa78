"use client";

import { can } from "@sundial/auth/permissions";
import Link from "next/link";
import { GoalProgress } from "~/components/goal-progress";
import { SectionCard } from "~/components/section-card";
import { api } from "~/trpc/client";
import type { OfficeSession } from "~/trpc/types";

/** What the mentee wants to reach, on the page of each of their sessions. */
export function SessionGoals({ session, viewerId }: { session: OfficeSession; viewerId: string }) {
  const [account] = api.account.me.useSuspenseQuery();
  const [{ items }] = api.goal.list.useSuspenseQuery({ menteeId: session.menteeId });
  const open = items.filter(({ status }) => status === "open");
  const isOwn = session.menteeId === viewerId;
  if (open.length === 0 && !(isOwn && can(account, "goal:write"))) return null;
  return (
    <SectionCard title={isOwn ? "Your goals" : `Goals of ${session.mentee.name}`}>
      {open.length === 0 ? <p className="text-muted">Nothing yet.</p> : null}
      <ul className="grid gap-5">
        {open.map((goal) => (
          <li key={goal.id}>
            <GoalProgress goal={goal} />
          </li>
        ))}
      </ul>
      {isOwn && can(account, "goal:write") ? (
        <Link className="text-ink underline" href="/goals">
          {open.length === 0 ? "Write down your goals" : "Edit your goals"}
        </Link>
      ) : null}
    </SectionCard>
  );
}
