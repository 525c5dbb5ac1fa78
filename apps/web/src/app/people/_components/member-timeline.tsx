"use client";

import Link from "next/link";
import { EventList } from "~/app/audit/_components/event-list";
import { useFormats } from "~/components/formats";
import { MoreButton } from "~/components/more-button";
import { pathWith } from "~/lib/address";
import { api } from "~/trpc/client";
import { timelineQuery } from "./timeline-query";

/** What a person did and what was done to them, for those who may read the audit log. */
export function MemberTimeline({ id, zone }: { id: string; zone: string }) {
  const formats = useFormats();
  const [{ pages }, timeline] = api.audit.timeline.useSuspenseInfiniteQuery(timelineQuery(id), {
    getNextPageParam: (page) => page.nextCursor,
  });
  return (
    <section aria-labelledby="timeline" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 className="text-2xl" id="timeline">
        Timeline
      </h2>
      <EventList events={pages.flatMap((page) => page.items)} formats={formats} zone={zone} />
      <MoreButton query={timeline}>Earlier events</MoreButton>
      <p className="flex flex-wrap gap-x-6 gap-y-2">
        <Link className="underline" href={pathWith("/audit", { targetId: id })}>
          Everything about this person
        </Link>
        <Link className="underline" href={pathWith("/audit", { actorId: id })}>
          Everything they did
        </Link>
      </p>
    </section>
  );
}
