"use client";

import type { RouterOutputs } from "@sundial/api";
import Link from "next/link";
import { useFormats } from "~/components/formats";
import { ProfileFacts } from "~/components/profile-facts";
import { SectionCard } from "~/components/section-card";
import { api } from "~/trpc/client";
import type { OfficeSession } from "~/trpc/types";
import { relationTo } from "./parties";

type Brief = RouterOutputs["officeSession"]["brief"];

interface SessionBriefProps {
  session: OfficeSession;
  viewerId: string;
  zone: string;
}

/** What the reader should know before they meet: who the other person is, and what came before. */
export function SessionBrief({ session, viewerId, zone }: SessionBriefProps) {
  const [brief] = api.officeSession.brief.useSuspenseQuery({ id: session.id });
  const { mentor, mentee } = session;
  const relation = relationTo(session, viewerId);
  return (
    <>
      {relation === "mentee" ? null : (
        <About mentee={brief.mentee} mentor={null} name={mentee.name} />
      )}
      {relation === "mentor" ? null : (
        <About mentee={null} mentor={brief.mentor} name={mentor.name} />
      )}
      <Earlier brief={brief} zone={zone} />
    </>
  );
}

function About({ name, mentor, mentee }: Pick<Brief, "mentor" | "mentee"> & { name: string }) {
  return (
    <SectionCard title={`About ${name}`}>
      <ProfileFacts
        empty={`${name} has no profile that you can see.`}
        mentee={mentee}
        mentor={mentor}
      />
    </SectionCard>
  );
}

/** Open action items have a card of their own on the page, so the count is enough here. */
function Earlier({ brief, zone }: { brief: Brief; zone: string }) {
  const formats = useFormats();
  const { sessions, sessionCount } = brief;
  if (sessionCount === 0) return null;
  const more = sessionCount - sessions.length;
  return (
    <SectionCard lead={leadOf(brief)} title="Earlier sessions">
      <ul className="grid gap-4">
        {sessions.map(({ id, startsAt, topic, sharedNotes, hasMoreNotes }) => (
          <li className="grid gap-1 border-line border-b pb-4 last:border-0 last:pb-0" key={id}>
            <Link className="justify-self-start font-semibold underline" href={`/sessions/${id}`}>
              {topic}
            </Link>
            <time className="text-muted text-sm" dateTime={startsAt.toISOString()}>
              {formats.fullDay(startsAt, zone)}
            </time>
            {sharedNotes === "" ? (
              <p className="text-muted">No shared notes.</p>
            ) : (
              <p className="whitespace-pre-line [overflow-wrap:anywhere]">
                {sharedNotes}
                {hasMoreNotes ? "…" : ""}
              </p>
            )}
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <Link className="justify-self-start text-ink underline" href="/sessions?when=past">
          {more === 1 ? "1 more in past sessions" : `${more} more in past sessions`}
        </Link>
      ) : null}
    </SectionCard>
  );
}

function leadOf({ sessionCount, itemCount }: Brief): string {
  const sessions = sessionCount === 1 ? "1 session so far" : `${sessionCount} sessions so far`;
  if (itemCount === 0) return `${sessions}, and no open action items.`;
  const items = itemCount === 1 ? "1 open action item" : `${itemCount} open action items`;
  return `${sessions}, and ${items}.`;
}
