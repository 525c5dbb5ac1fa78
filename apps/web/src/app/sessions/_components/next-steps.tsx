"use client";

import Link from "next/link";
import { SectionCard } from "~/components/section-card";
import { Button } from "~/components/ui/button";
import { api } from "~/trpc/client";
import type { OfficeSession } from "~/trpc/types";

interface NextStepsProps {
  session: OfficeSession;
  /** The mentor's page with the same weekday, time and length; null when they can't be booked. */
  bookAgain: string | null;
}

/** What a mentee does after a session, in this order. */
export function NextSteps({ session, bookAgain }: NextStepsProps) {
  const [{ maySend, items }] = api.feedback.read.useSuspenseQuery({ officeSessionId: session.id });
  const [actions] = api.actionItem.list.useSuspenseQuery({ officeSessionId: session.id });
  const open = actions.items.filter(({ doneAt, mayTick }) => doneAt === null && mayTick).length;
  const isSent = items.some(({ isOwn }) => isOwn);
  return (
    <SectionCard title="What's next">
      <ol className="grid list-inside list-decimal gap-3">
        {maySend ? (
          <li>
            <a className="underline" href="#feedback">
              Give {session.mentor.name} feedback
            </a>
          </li>
        ) : null}
        {isSent ? <li>Your feedback is sent.</li> : null}
        <li>
          <a className="underline" href="#action-items">
            {open === 0 ? "Write down what you'll do" : `Do what you agreed on (${open} open)`}
          </a>
        </li>
        {bookAgain === null ? (
          <li>
            <Link className="underline" href="/mentors">
              Find another mentor
            </Link>
            : {session.mentor.name} can't be booked right now.
          </li>
        ) : (
          <li>Book the same day and time again, while it's free.</li>
        )}
      </ol>
      {bookAgain === null ? null : (
        // One main action at a time: feedback comes first, while it's open.
        <Button asChild className="justify-self-start" variant={maySend ? "secondary" : "primary"}>
          <Link href={bookAgain}>Book again</Link>
        </Button>
      )}
    </SectionCard>
  );
}

/** A mentor books the next session. */
export function FollowUpLink({ session }: { session: OfficeSession }) {
  const [{ maySend }] = api.feedback.read.useSuspenseQuery({ officeSessionId: session.id });
  return (
    <Button asChild className="justify-self-start" variant={maySend ? "secondary" : "primary"}>
      <Link href={`/sessions/${session.id}/follow-up`}>Book a follow-up</Link>
    </Button>
  );
}
