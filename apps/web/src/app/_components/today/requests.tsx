"use client";

import { describeZone, formatTimeLeft } from "@sundial/validators/time";
import Link from "next/link";
import { useRef } from "react";
import { partiesLabel } from "~/app/sessions/_components/parties";
import { SessionActions } from "~/app/sessions/_components/session-actions";
import { ProfileFacts } from "~/components/profile-facts";
import { TimeRange } from "~/components/time-range";
import { useNow } from "~/components/use-now";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";
import type { OfficeSession } from "~/trpc/types";

interface RequestsProps {
  limit: number;
  now: Date;
}

/** The next requests that wait for the reader's answer, with what helps to decide. */
export function Requests({ limit, now }: RequestsProps) {
  const zone = useViewerZone();
  const at = useNow(now);
  const [account] = api.account.me.useSuspenseQuery();
  const [{ items, nextCursor }] = api.officeSession.list.useSuspenseQuery({
    when: "awaiting",
    limit,
  });
  const heading = useRef<HTMLHeadingElement>(null);
  const [first] = items;
  return (
    <section
      aria-labelledby="requests"
      className="grid grid-cols-[minmax(0,1fr)] gap-4 rounded-card bg-sun-soft p-4 sm:p-5"
    >
      <div className="grid gap-1">
        <h2 className="text-2xl" id="requests" ref={heading} tabIndex={-1}>
          Awaiting your answer
        </h2>
        <p className="text-muted text-sm">
          {first
            ? `Times in ${describeZone(zone, first.startsAt)}.`
            : "Nobody waits for your answer."}
        </p>
      </div>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
        {items.map((session, index) => (
          <li key={session.id}>
            <Request
              isFirst={index === 0}
              now={at}
              onChanged={() => heading.current?.focus()}
              session={session}
              viewerId={account.id}
              zone={zone}
            />
          </li>
        ))}
      </ul>
      {nextCursor ? (
        <Link className="justify-self-start underline" href="/sessions">
          See all requests
        </Link>
      ) : null}
    </section>
  );
}

interface RequestProps {
  session: OfficeSession;
  viewerId: string;
  zone: string;
  now: Date;
  /** Its button is the page's main one. */
  isFirst: boolean;
  onChanged: () => void;
}

function Request({ session, viewerId, zone, now, isFirst, onChanged }: RequestProps) {
  const [brief] = api.officeSession.brief.useSuspenseQuery({ id: session.id });
  const { startsAt, endsAt, expiresAt, mentee } = session;
  return (
    <article className="grid gap-3 rounded-card border border-line bg-surface p-4 sm:p-5">
      <div className="grid gap-1 [overflow-wrap:anywhere]">
        <h3 className="text-xl">
          <Link className="hover:underline" href={`/sessions/${session.id}`}>
            {session.topic}
          </Link>
        </h3>
        <p className="text-muted">
          {partiesLabel(session, viewerId)}
          {expiresAt ? ` · Expires in ${formatTimeLeft(expiresAt, now)}` : ""}
        </p>
        <TimeRange endsAt={endsAt} startsAt={startsAt} zone={zone} />
        {session.agenda ? <p className="mt-1 whitespace-pre-line">{session.agenda}</p> : null}
      </div>
      <details>
        <summary className="cursor-pointer font-medium">About {mentee.name}</summary>
        <div className="grid gap-3 pt-3">
          <p className="text-muted text-sm">
            {brief.sessionCount === 0
              ? "You haven't met before."
              : `Sessions of you two so far: ${brief.sessionCount}.`}
          </p>
          <ProfileFacts
            empty={`${mentee.name} has no profile that you can see.`}
            mentee={brief.mentee}
            mentor={null}
          />
        </div>
      </details>
      <SessionActions
        isOn={!isFirst}
        onChanged={onChanged}
        relation="mentor"
        session={session}
        zone={zone}
      />
    </article>
  );
}
