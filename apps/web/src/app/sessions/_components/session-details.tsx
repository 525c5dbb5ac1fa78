"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { OtherTime, TimeRange } from "~/components/time-range";
import { Alert } from "~/components/ui/alert";
import { Card } from "~/components/ui/card";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";
import { CalendarLink } from "./calendar-link";
import { CancelDialog } from "./cancel-dialog";
import { partiesLabel } from "./session-card";
import { StatusBadge } from "./status-badge";

export function SessionDetails({ id, justBooked }: { id: string; justBooked: boolean }) {
  const { zone } = useViewerZone();
  const [account] = api.account.me.useSuspenseQuery();
  const [session] = api.officeSession.byId.useSuspenseQuery({ id });
  const others = [session.mentor, session.mentee].filter(({ id }) => id !== account.id);
  return (
    <div className="mx-auto grid max-w-3xl gap-6">
      <Link className="text-muted underline" href="/sessions">
        All sessions
      </Link>
      {justBooked && session.status === "scheduled" ? (
        <Alert title="Your session is booked." tone="good">
          {session.mentor.name} sees it right away.
        </Alert>
      ) : null}
      {session.status === "cancelled" ? (
        <Alert title="This session was cancelled.">{session.changeNote}</Alert>
      ) : null}
      <Card className="grid gap-6">
        <header className="flex flex-wrap items-start justify-between gap-3">
          <div className="grid gap-1">
            <h1 className="text-3xl">{session.topic}</h1>
            <p className="text-lg text-muted">{partiesLabel(session, account.id)}</p>
          </div>
          <StatusBadge session={session} />
        </header>
        <dl className="grid gap-4">
          <Row term="When">
            <span className="grid gap-1" data-slot="time">
              <TimeRange endsAt={session.endsAt} startsAt={session.startsAt} zone={zone} />
              {others.map((person) => (
                <OtherTime
                  key={person.id}
                  name={person.name}
                  reference={zone}
                  startsAt={session.startsAt}
                  zone={person.timeZone}
                />
              ))}
            </span>
          </Row>
          <Row term="Where">
            <Place location={session.location} />
          </Row>
          <Row term="Agenda">
            <span className="whitespace-pre-line">{session.agenda || "None yet."}</span>
          </Row>
        </dl>
        <CalendarLink session={session} />
        {session.actions.includes("cancel") ? <CancelDialog session={session} zone={zone} /> : null}
      </Card>
    </div>
  );
}

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid gap-1 sm:grid-cols-[8rem_1fr]">
      <dt className="text-muted">{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A meeting link when it is one; only https addresses become links. */
function Place({ location }: { location: string | null }) {
  if (location === null) return "Your mentor will tell you.";
  if (!location.startsWith("https://")) return location;
  return (
    <a className="break-all underline" href={location} rel="noreferrer" target="_blank">
      {location}
    </a>
  );
}
