"use client";

import type { RouterOutputs } from "@sundial/api";
import Link from "next/link";
import { useFormats } from "~/components/formats";
import { MoreButton } from "~/components/more-button";
import { GivenRating } from "~/components/rating";
import { SectionCard } from "~/components/section-card";
import { Badge } from "~/components/ui/badge";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";
import { feedbackQuery } from "./feedback-query";

interface MemberFeedbackProps {
  id: string;
  name: string;
}

/** All feedback about a person, and all that they wrote. */
export function MemberFeedback({ id, name }: MemberFeedbackProps) {
  return (
    <>
      <FeedbackList id={id} title={`Feedback about ${name}`} which="received" />
      <FeedbackList id={id} title={`Feedback by ${name}`} which="written" />
    </>
  );
}

interface FeedbackListProps {
  id: string;
  title: string;
  which: "received" | "written";
}

function FeedbackList({ id, title, which }: FeedbackListProps) {
  const [{ pages }, feedback] = api.feedback.list.useSuspenseInfiniteQuery(
    feedbackQuery(id, which),
    { getNextPageParam: (page) => page.nextCursor },
  );
  const items = pages.flatMap((page) => page.items);
  if (items.length === 0) return null;
  return (
    <SectionCard lead="The other person never sees what is for the program team." title={title}>
      <ul className="grid gap-5">
        {items.map((item) => (
          <li key={item.id}>
            <Item item={item} which={which} />
          </li>
        ))}
      </ul>
      <MoreButton query={feedback}>More feedback</MoreButton>
    </SectionCard>
  );
}

interface ItemProps {
  item: RouterOutputs["feedback"]["list"]["items"][number];
  which: "received" | "written";
}

function Item({ item, which }: ItemProps) {
  const formats = useFormats();
  const zone = useViewerZone();
  const { officeSessionId, author, about, rating, comment, forStaff, isRevealed } = item;
  const who =
    which === "received" ? `By ${author?.name ?? "a former member"}` : `About ${about.name}`;
  return (
    <article className="grid gap-2 border-edge border-l-4 pl-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="min-w-0 font-semibold [overflow-wrap:anywhere]">{who}</h3>
        {isRevealed ? null : <Badge tone="sun">Not revealed yet</Badge>}
      </div>
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
      <p className="text-muted text-sm" data-slot="time">
        Sent{" "}
        <time dateTime={item.createdAt.toISOString()}>{formats.date(item.createdAt, zone)}</time>{" "}
        about{" "}
        <Link className="underline" href={`/sessions/${officeSessionId}`}>
          a session
        </Link>
      </p>
    </article>
  );
}
