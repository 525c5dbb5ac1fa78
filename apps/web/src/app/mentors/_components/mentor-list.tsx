"use client";

import type { MentorFilter } from "@sundial/validators";
import { describeZone } from "@sundial/validators/time";
import Link from "next/link";
import { MoreButton } from "~/components/more-button";
import { Button } from "~/components/ui/button";
import { EmptyState } from "~/components/ui/empty-state";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";
import { MentorCard } from "./mentor-card";
import { type MentorQuery, mentorsPath, withoutFilter } from "./mentor-query";

const filterNames: Record<MentorFilter, string> = {
  search: "search term",
  expertise: "expertise filter",
  language: "language filter",
  partsOfDay: "time-of-day filter",
  weekdays: "day filter",
};

export function MentorList({ query }: { query: MentorQuery }) {
  const zone = useViewerZone();
  const [{ pages }, mentors] = api.mentor.list.useSuspenseInfiniteQuery(query, {
    getNextPageParam: (page) => page.nextCursor,
  });
  const items = pages.flatMap((page) => page.items);
  const total = pages[0]?.total ?? items.length;
  const isMore = pages[0]?.total === null && mentors.hasNextPage;
  const [first] = items.flatMap(({ nextSlot }) => (nextSlot ? [nextSlot] : []));
  return (
    <section aria-label="Results" className="grid gap-4">
      <p className="text-muted" role="status">
        {`${total}${isMore ? " or more" : ""} ${total === 1 ? "mentor" : "mentors"}`}
        {first ? `. Times in ${describeZone(zone, first)}.` : "."}
      </p>
      {items.length === 0 ? (
        <NobodyFound dropFilter={pages[0]?.dropFilter ?? null} query={query} />
      ) : (
        <ul className="grid gap-4 md:grid-cols-2">
          {items.map((mentor) => (
            <li className="grid" key={mentor.id}>
              <MentorCard mentor={mentor} zone={zone} />
            </li>
          ))}
        </ul>
      )}
      <MoreButton query={mentors}>More mentors</MoreButton>
    </section>
  );
}

interface NobodyFoundProps {
  query: MentorQuery;
  dropFilter: MentorFilter | null;
}

/** Suggests dropping the filter that excludes most, or all filters. */
function NobodyFound({ query, dropFilter }: NobodyFoundProps) {
  return (
    <EmptyState
      action={
        <Button asChild variant="secondary">
          <Link href={dropFilter ? mentorsPath(withoutFilter(query, dropFilter)) : "/mentors"}>
            {dropFilter ? `Remove ${filterNames[dropFilter]}` : "Show all mentors"}
          </Link>
        </Button>
      }
      title="No mentors match"
    >
      {dropFilter ? "Try removing a filter." : "Try another search term or fewer filters."}
    </EmptyState>
  );
}
