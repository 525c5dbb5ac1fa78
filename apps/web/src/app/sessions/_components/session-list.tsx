"use client";

import Link from "next/link";
import { Button } from "~/components/ui/button";
import { EmptyState } from "~/components/ui/empty-state";
import { useViewerZone } from "~/components/use-viewer-zone";
import { describeZone } from "~/lib/time";
import { api } from "~/trpc/client";
import { SessionCard } from "./session-card";

export function SessionList({ when }: { when: "upcoming" | "past" }) {
  const { zone } = useViewerZone();
  const [account] = api.account.me.useSuspenseQuery();
  const [{ pages }, sessions] = api.officeSession.list.useSuspenseInfiniteQuery(
    { when },
    { getNextPageParam: (page) => page.nextCursor },
  );
  const items = pages.flatMap((page) => page.items);
  const [first] = items;
  if (first === undefined) return <NoSessions role={account.role} when={when} />;
  return (
    <section aria-label="Sessions" className="grid gap-4">
      <p className="text-muted text-sm">Times in {describeZone(zone, first.startsAt)}.</p>
      <ul className="grid gap-3">
        {items.map((session) => (
          <li key={session.id}>
            <SessionCard session={session} viewerId={account.id} zone={zone} />
          </li>
        ))}
      </ul>
      {sessions.hasNextPage ? (
        <Button
          className="justify-self-center"
          disabled={sessions.isFetchingNextPage}
          onClick={() => sessions.fetchNextPage()}
          variant="secondary"
        >
          {sessions.isFetchingNextPage ? "Loading more…" : "More sessions"}
        </Button>
      ) : null}
    </section>
  );
}

function NoSessions({ role, when }: { role: string; when: "upcoming" | "past" }) {
  if (when === "past") {
    return <EmptyState title="Nothing here yet">Sessions you have had appear here.</EmptyState>;
  }
  return (
    <EmptyState
      action={
        role === "mentee" ? (
          <Button asChild>
            <Link href="/mentors">Find a mentor</Link>
          </Button>
        ) : null
      }
      title="No upcoming sessions"
    >
      {role === "mentee"
        ? "Pick someone who knows what you want to learn, and a time that suits you both."
        : "Sessions that mentees book appear here."}
    </EmptyState>
  );
}
