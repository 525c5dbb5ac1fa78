"use client";

import { can } from "@sundial/auth/permissions";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { ProfileFacts } from "~/components/profile-facts";
import { Reliability } from "~/components/reliability/reliability";
import { ReportLink } from "~/components/report-link";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Card } from "~/components/ui/card";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";
import type { Member } from "~/trpc/types";
import { MemberActions } from "./member-actions";
import { MemberFacts } from "./member-facts";
import { MemberFeedback } from "./member-feedback";
import { MemberNotes } from "./member-notes";
import { MemberSessions } from "./member-sessions";
import { MemberSignIn } from "./member-sign-in";
import { MemberStatus } from "./member-status";
import { MemberTimeline } from "./member-timeline";

/** A person as staff see them: who they are, the available actions, and what is known of them. */
export function MemberPage({ id }: { id: string }) {
  const zone = useViewerZone();
  const [account] = api.account.me.useSuspenseQuery();
  const [member] = api.member.byId.useSuspenseQuery({ id });
  const [done, setDone] = useState<string | null>(null);
  // The pressed button may be gone, so the focus goes to the person's new state.
  const heading = useRef<HTMLHeadingElement>(null);
  const changedHere = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the person has changed.
  useEffect(() => {
    if (changedHere.current) heading.current?.focus();
    changedHere.current = false;
  }, [member]);
  const isErased = member.anonymizedAt !== null;
  const isSelf = member.id === account.id;
  return (
    <div className="mx-auto grid max-w-3xl gap-6">
      <Link className="justify-self-start text-muted underline" href="/people">
        All people
      </Link>
      {done ? <Alert title={done} tone="good" /> : null}
      <StillBooked member={member} />
      <Card className="grid gap-6">
        <header className="flex flex-wrap items-start justify-between gap-3">
          <h1 className="min-w-0 text-3xl" ref={heading} tabIndex={-1}>
            {member.name}
          </h1>
          {isErased ? null : <MemberStatus status={member.status} />}
        </header>
        <MemberFacts member={member} zone={zone} />
        {isErased || isSelf ? null : (
          <MemberActions
            account={account}
            member={member}
            onDone={(message) => {
              setDone(message);
              changedHere.current = true;
            }}
            zone={zone}
          />
        )}
        {isSelf ? (
          <p className="text-muted">
            This is you. Only another admin can change your role or status.
          </p>
        ) : isErased ? null : (
          <ReportLink about="person" person={member.id}>
            Report {member.name}
          </ReportLink>
        )}
      </Card>
      {isErased ? null : <MemberProfile id={id} name={member.name} />}
      {isErased ? null : <Reliability personId={id} />}
      <MemberSessions member={member} />
      {isErased || isSelf ? null : <MemberNotes id={id} name={member.name} zone={zone} />}
      <MemberFeedback id={member.id} name={member.name} />
      {isErased ? null : <MemberSignIn id={id} name={member.name} />}
      {can(account, "audit:read") ? <MemberTimeline id={id} zone={zone} /> : null}
    </div>
  );
}

/** Both kinds, because a person keeps the other one when their role changes. */
function MemberProfile({ id, name }: { id: string; name: string }) {
  const [{ mentorProfile, menteeProfile }] = api.profile.byId.useSuspenseQuery({ id });
  if (mentorProfile === null && menteeProfile === null) return null;
  return (
    <SectionCard lead="All of it. Others see what this person chose." title="Profile">
      <ProfileFacts
        empty={`${name} has no profile yet.`}
        mentee={menteeProfile}
        mentor={mentorProfile}
      />
    </SectionCard>
  );
}

/** An inactive person's sessions stay, which staff should know. */
function StillBooked({ member: { status, futureSessionCount } }: { member: Member }) {
  if (status !== "inactive" || futureSessionCount === 0) return null;
  const count =
    futureSessionCount === 1 ? "1 upcoming session" : `${futureSessionCount} upcoming sessions`;
  return (
    <Alert title={`${count} still booked`}>
      Sessions stay booked while the account is inactive, but can't be moved.{" "}
      <Link className="underline" href="/sessions">
        See the sessions
      </Link>
    </Alert>
  );
}
