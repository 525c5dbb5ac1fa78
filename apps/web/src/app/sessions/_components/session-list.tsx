"use client";

import { can } from "@sundial/auth/permissions";
import { describeZone } from "@sundial/validators/time";
import Link from "next/link";
import type { ComponentProps } from "react";
import { MoreButton } from "~/components/more-button";
import { Button } from "~/components/ui/button";
import { EmptyState } from "~/components/ui/empty-state";
import { useNow } from "~/components/use-now";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";
import type { OfficeSession } from "~/trpc/types";
import { SessionCard } from "./session-card";

interface SessionListProps {
  when: "upcoming" | "past";
  now: Date;
}

export function SessionList({ when, now }: SessionListProps) {
  const zone = useViewerZone();
  const [account] = api.account.me.useSuspenseQuery();
  const [{ pages }, sessions] = api.officeSession.list.useSuspenseInfiniteQuery(
    { when },
    { getNextPageParam: (page) => page.nextCursor },
  );
  const at = useNow(now);
  // Sessions that await the reader's answer are above, under their own heading.
  const items = pages
    .flatMap((page) => page.items)
    .filter(({ status, mentorId }) => status !== "requested" || mentorId !== account.id);
  const [first] = items;
  if (first === undefined && !sessions.hasNextPage) {
    return <NoSessions mayBook={can(account, "session:book")} when={when} />;
  }
  return (
    <section aria-label="Sessions" className="grid gap-4">
      {first ? (
        <p className="text-muted text-sm">Times in {describeZone(zone, first.startsAt)}.</p>
      ) : null}
      <SessionItems items={items} now={at} viewerId={account.id} zone={zone} />
      <MoreButton query={sessions}>More sessions</MoreButton>
    </section>
  );
}

/** A mentor's requests, first on the page; nothing if there are none. */
export function AwaitingList({ now }: { now: Date }) {
  const zone = useViewerZone();
  const [account] = api.account.me.useSuspenseQuery();
  const [{ pages }, requests] = api.officeSession.list.useSuspenseInfiniteQuery(
    { when: "awaiting" },
    { getNextPageParam: (page) => page.nextCursor },
  );
  const at = useNow(now);
  const items = pages.flatMap((page) => page.items);
  const [first] = items;
  if (first === undefined) return null;
  return (
    <section aria-labelledby="awaiting" className="grid gap-4 rounded-card bg-sun-soft p-4 sm:p-5">
      <div className="grid gap-1">
        <h2 className="text-2xl" id="awaiting">
          Awaiting your answer
        </h2>
        <p className="text-muted text-sm">
          Open a request to approve or decline it. Times in {describeZone(zone, first.startsAt)}.
        </p>
      </div>
      <SessionItems items={items} now={at} viewerId={account.id} zone={zone} />
      <MoreButton query={requests}>More requests</MoreButton>
    </section>
  );
}

type SessionItemsProps = Pick<ComponentProps<typeof SessionCard>, "now" | "viewerId" | "zone"> & {
  items: readonly OfficeSession[];
};

function SessionItems({ items, ...card }: SessionItemsProps) {
  return (
    <ul className="grid gap-3">
      {items.map((session) => (
        <li key={session.id}>
          <SessionCard session={session} {...card} />
        </li>
      ))}
    </ul>
  );
}

function NoSessions({ mayBook, when }: { mayBook: boolean; when: "upcoming" | "past" }) {
  if (when === "past") {
    return <EmptyState title="No past sessions">Your past sessions appear here.</EmptyState>;
  }
  return (
    <EmptyState
      action={
        mayBook ? (
          <Button asChild>
            <Link href="/mentors">Find a mentor</Link>
          </Button>
        ) : null
      }
      title="No upcoming sessions"
    >
      {mayBook
        ? "Find a mentor and pick a time that suits you both."
        : "Sessions that mentees book appear here."}
    </EmptyState>
  );
}
