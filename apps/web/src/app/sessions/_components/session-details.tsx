"use client";

import { can } from "@sundial/auth/permissions";
import Link from "next/link";
import { type ReactNode, useEffect, useRef } from "react";
import { ReportLink } from "~/components/report-link";
import { OtherTime, TimeRange } from "~/components/time-range";
import { Alert } from "~/components/ui/alert";
import { Card } from "~/components/ui/card";
import { useNow } from "~/components/use-now";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";
import { ActionItems } from "./action-items";
import { CalendarLink } from "./calendar-link";
import { CheckIns } from "./check-ins";
import { Feedback } from "./feedback";
import { Meeting } from "./meeting";
import { isOn, LIVE_EVERY } from "./meeting-times";
import { FollowUpLink, NextSteps } from "./next-steps";
import { Notes } from "./notes";
import { OutsideHours } from "./outside-hours";
import { partiesLabel, relationTo } from "./parties";
import { SessionActions } from "./session-actions";
import { SessionBrief } from "./session-brief";
import { SessionGoals } from "./session-goals";
import { SessionNotice } from "./session-notice";
import { SessionSeries } from "./session-series";
import { StatusBadge } from "./status-badge";

interface SessionDetailsProps {
  id: string;
  /** What the reader has just done on another page. */
  just: "booked" | "moved" | "edited" | null;
  now: Date;
  /** Where a mentee books the same time again, if they can. */
  bookAgain: string | null;
}

export function SessionDetails({ id, just, now, bookAgain }: SessionDetailsProps) {
  const zone = useViewerZone();
  const [account] = api.account.me.useSuspenseQuery();
  const at = useNow(now);
  const [session] = api.officeSession.byId.useSuspenseQuery(
    { id },
    // Who is there changes on the other person's screen.
    { refetchInterval: ({ state }) => (state.data && isOn(state.data, at) ? LIVE_EVERY : false) },
  );
  const relation = relationTo(session, account.id);
  const others = [session.mentor, session.mentee].filter(({ id }) => id !== account.id);

  // The pressed button may be gone, so the focus goes to the session's new state.
  const heading = useRef<HTMLHeadingElement>(null);
  const changedHere = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the session has changed.
  useEffect(() => {
    if (changedHere.current) heading.current?.focus();
    changedHere.current = false;
  }, [session.version]);

  // People who come from a booking or a move come for the confirmation.
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (just !== null) notice.current?.focus();
  }, [just]);

  return (
    <div className="mx-auto grid max-w-3xl gap-6">
      <Link className="text-muted underline" href="/sessions">
        All sessions
      </Link>
      <div className="grid gap-4" ref={notice} tabIndex={-1}>
        {just === "edited" ? (
          <Alert title="Your changes are saved." tone="good">
            {others.map(({ name }) => name).join(" and ")} will get an email with what changed.
          </Alert>
        ) : null}
        <SessionNotice
          justBooked={just === "booked"}
          now={now}
          relation={relation}
          session={session}
          viewerId={account.id}
          zone={zone}
        />
      </div>
      <OutsideHours relation={relation} session={session} />
      <Card className="grid gap-6">
        <header className="flex flex-wrap items-start justify-between gap-3">
          <div className="grid gap-1">
            <h1 className="text-3xl" ref={heading} tabIndex={-1}>
              {session.topic}
            </h1>
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
          <CheckIns Row={Row} relation={relation} session={session} zone={zone} />
          <Row term="Agenda">
            <span className="whitespace-pre-line">{session.agenda || "None yet."}</span>
          </Row>
        </dl>
        <Meeting
          now={at}
          onChanged={() => {
            changedHere.current = true;
          }}
          relation={relation}
          session={session}
          zone={zone}
        />
        <CalendarLink session={session} />
        {relation === "mentor" &&
        session.status === "completed" &&
        can(account, "session:bookFollowUp") ? (
          <FollowUpLink session={session} />
        ) : null}
        <SessionActions
          isOn={relation !== "staff" && isOn(session, at)}
          onChanged={() => {
            changedHere.current = true;
          }}
          relation={relation}
          session={session}
          zone={zone}
        />
      </Card>
      {session.seriesId === null ? null : <SessionSeries session={session} zone={zone} />}
      <SessionBrief session={session} viewerId={account.id} zone={zone} />
      {relation === "mentee" && session.status === "completed" ? (
        <NextSteps bookAgain={bookAgain} session={session} />
      ) : null}
      <Feedback session={session} zone={zone} />
      <Notes session={session} viewerId={account.id} />
      <div className="scroll-mt-4" id="action-items">
        <ActionItems session={session} viewerId={account.id} />
      </div>
      <SessionGoals session={session} viewerId={account.id} />
      {relation === "staff" ? null : (
        <p className="flex flex-wrap gap-x-6 gap-y-2">
          {others.map((person) => (
            <ReportLink about="person" key={person.id} person={person.id}>
              Report {person.name}
            </ReportLink>
          ))}
          <ReportLink about="session" session={session.id}>
            Report the words of this session
          </ReportLink>
        </p>
      )}
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

/** A meeting link if it is one; only https URLs become links. */
function Place({ location }: { location: string | null }) {
  if (location === null) return "Your mentor will tell you.";
  if (!location.startsWith("https://")) return location;
  return (
    <a className="break-all underline" href={location} rel="noreferrer" target="_blank">
      {location}
    </a>
  );
}
