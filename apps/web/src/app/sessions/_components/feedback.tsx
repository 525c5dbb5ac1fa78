"use client";

import { useEffect, useRef } from "react";
import { useFormats } from "~/components/formats";
import { GivenRating } from "~/components/rating";
import { ReportLink } from "~/components/report-link";
import { SectionCard } from "~/components/section-card";
import { api } from "~/trpc/client";
import type { OfficeSession, SessionFeedback } from "~/trpc/types";
import { FeedbackForm } from "./feedback-form";

interface FeedbackProps {
  session: OfficeSession;
  zone: string;
}

/** What the two people say about a session: each blind, then both open. */
export function Feedback({ session, zone }: FeedbackProps) {
  const [feedback] = api.feedback.read.useSuspenseQuery({ officeSessionId: session.id });
  const { items, side, maySend } = feedback;
  // The form is gone once it has been sent, so the focus goes to what is there instead.
  const heading = useRef<HTMLHeadingElement>(null);
  const sentHere = useRef(false);
  useEffect(() => {
    if (sentHere.current && !maySend) heading.current?.focus();
    if (!maySend) sentHere.current = false;
  }, [maySend]);

  if (items.length === 0 && !maySend && (side !== null || session.status !== "completed")) {
    return null;
  }
  return (
    <div className="scroll-mt-4" id="feedback">
      <SectionCard
        headingRef={heading}
        lead={<Lead feedback={feedback} session={session} zone={zone} />}
        title="Feedback"
      >
        {maySend && side !== null ? (
          <FeedbackForm
            officeSessionId={session.id}
            onSent={() => {
              sentHere.current = true;
            }}
            other={otherOf(session, side).name}
          />
        ) : null}
        {items.length > 0 ? (
          <ul className="grid gap-5">
            {items.map((item) => (
              <li key={item.party}>
                <Item item={item} session={session} />
              </li>
            ))}
          </ul>
        ) : null}
      </SectionCard>
    </div>
  );
}

const otherOf = ({ mentor, mentee }: OfficeSession, side: "mentor" | "mentee") =>
  side === "mentor" ? mentee : mentor;

/** What happens next, for the reader. */
function Lead({ feedback, session, zone }: FeedbackProps & { feedback: SessionFeedback }) {
  const { items, side, maySend, closesAt } = feedback;
  const formats = useFormats();
  if (side === null) {
    if (items.length === 0) return "Neither of the two has sent any.";
    return "Each of the two sees the other's, except for what is for the program team, once both have sent it or seven days after the session.";
  }
  const { name } = otherOf(session, side);
  const until = (
    <time dateTime={closesAt.toISOString()}>{formats.shortDateTime(closesAt, zone)}</time>
  );
  if (maySend) {
    return (
      <>
        {name} sees it once both of you have sent it, or on {until}. Until then, nobody but the
        program team can tell that you have. You can't change it afterwards.
      </>
    );
  }
  const received = items.some(({ isOwn }) => !isOwn);
  if (received) return null;
  if (items.some(({ isRevealed }) => isRevealed)) return `${name} didn't send any.`;
  return (
    <>
      Your feedback is sent. You'll see what {name} sent once both of you have, or on {until}.
    </>
  );
}

interface ItemProps {
  item: SessionFeedback["items"][number];
  session: OfficeSession;
}

function Item({ item, session }: ItemProps) {
  const { party, rating, comment, forStaff, isOwn } = item;
  const author = session[party];
  const { name } = otherOf(session, party);
  return (
    <article className="grid gap-2 border-edge border-l-4 pl-3">
      <h3 className="font-semibold">
        {isOwn ? `You about ${name}` : `${author.name} about ${name}`}
      </h3>
      <GivenRating rating={rating} />
      {comment ? (
        <p className="whitespace-pre-line [overflow-wrap:anywhere]">{comment}</p>
      ) : (
        <p className="text-muted">No comment.</p>
      )}
      {forStaff ? (
        <div className="grid gap-1 rounded-control bg-sunken p-3">
          <p className="text-muted text-sm">For the program team only</p>
          <p className="whitespace-pre-line [overflow-wrap:anywhere]">{forStaff}</p>
        </div>
      ) : null}
      {!isOwn && forStaff === null ? (
        <ReportLink about="feedback" session={session.id}>
          Report this feedback
        </ReportLink>
      ) : null}
    </article>
  );
}
