"use client";

import Link from "next/link";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { EventList } from "~/app/audit/_components/event-list";
import { useFormats } from "~/components/formats";
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
import { MemberStatus } from "./member-status";

/** A person as staff see them: who they are, the available actions, and recent events. */
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
        {isErased || member.id === account.id ? null : (
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
        {member.id === account.id ? (
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
      <MemberFeedback id={member.id} name={member.name} />
      {member.recentEvents ? (
        <RecentEvents events={member.recentEvents} id={member.id} zone={zone} />
      ) : null}
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

interface RecentEventsProps {
  id: string;
  events: NonNullable<Member["recentEvents"]>;
  zone: string;
}

function RecentEvents({ id, events, zone }: RecentEventsProps): ReactNode {
  const all = new URLSearchParams({ targetId: id });
  const own = new URLSearchParams({ actorId: id });
  return (
    <section aria-labelledby="recent" className="grid gap-4">
      <h2 className="text-2xl" id="recent">
        Recent activity
      </h2>
      <EventList events={events} formats={useFormats()} zone={zone} />
      <p className="flex flex-wrap gap-x-6 gap-y-2">
        <Link className="underline" href={`/audit?${all}`}>
          Everything about this person
        </Link>
        <Link className="underline" href={`/audit?${own}`}>
          Everything they did
        </Link>
      </p>
    </section>
  );
}
