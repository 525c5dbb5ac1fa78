"use client";

import Link from "next/link";
import { Button } from "~/components/ui/button";
import { EmptyState } from "~/components/ui/empty-state";
import { useViewerZone } from "~/components/use-viewer-zone";
import { describeZone } from "~/lib/time";
import { api } from "~/trpc/client";
import { MentorCard } from "./mentor-card";
import type { MentorQuery } from "./mentor-filters";

export function MentorList({ query }: { query: MentorQuery }) {
  const { zone } = useViewerZone();
  const [{ pages }, mentors] = api.mentor.list.useSuspenseInfiniteQuery(query, {
    getNextPageParam: (page) => page.nextCursor,
  });
  const items = pages.flatMap((page) => page.items);
  const count = `${items.length}${mentors.hasNextPage ? " or more" : ""}`;
  if (items.length === 0) {
    return (
      <EmptyState
        action={
          <Button asChild variant="secondary">
            <Link href="/mentors">Show all mentors</Link>
          </Button>
        }
        title="No mentor matches"
      >
        Try another word, or fewer filters.
      </EmptyState>
    );
  }
  const [first] = items.flatMap(({ nextSlot }) => (nextSlot ? [nextSlot] : []));
  return (
    <section aria-label="Results" className="grid gap-4">
      <p className="text-muted" role="status">
        {count} {items.length === 1 ? "mentor" : "mentors"}
        {first ? `. Times in ${describeZone(zone, first)}.` : "."}
      </p>
      <ul className="grid gap-4 md:grid-cols-2">
        {items.map((mentor) => (
          <li className="grid" key={mentor.id}>
            <MentorCard mentor={mentor} zone={zone} />
          </li>
        ))}
      </ul>
      {mentors.hasNextPage ? (
        <Button
          className="justify-self-center"
          disabled={mentors.isFetchingNextPage}
          onClick={() => mentors.fetchNextPage()}
          variant="secondary"
        >
          {mentors.isFetchingNextPage ? "Loading more…" : "More mentors"}
        </Button>
      ) : null}
    </section>
  );
}
