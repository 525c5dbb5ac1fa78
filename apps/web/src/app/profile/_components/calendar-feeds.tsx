"use client";

import type { RouterOutputs } from "@sundial/api";
import { CALENDAR_FEEDS_MAX } from "@sundial/validators";
import { formatMoment } from "@sundial/validators/time";
import { useRef, useState } from "react";
import { Alert } from "~/components/ui/alert";
import { Badge } from "~/components/ui/badge";
import { Button } from "~/components/ui/button";
import { Card } from "~/components/ui/card";
import { useViewerZone } from "~/components/use-viewer-zone";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import { FeedAddress } from "./feed-address";
import { RevokeFeedDialog } from "./revoke-feed-dialog";

type CalendarFeed = RouterOutputs["calendar"]["feeds"][number];

/** The person's private calendar feeds: make one, see whether it is read, end it. */
export function CalendarFeeds() {
  const { zone } = useViewerZone();
  const [feeds] = api.calendar.feeds.useSuspenseQuery();
  const cache = api.useUtils();
  const heading = useRef<HTMLHeadingElement>(null);
  // Not the mutation's own result: a second try that fails must not take the first address away.
  const [created, setCreated] = useState<RouterOutputs["calendar"]["createFeed"] | null>(null);
  const [hasRevoked, setHasRevoked] = useState(false);
  const create = api.calendar.createFeed.useMutation({
    onMutate: () => setHasRevoked(false),
    onSuccess: setCreated,
    onSettled: () => cache.calendar.feeds.invalidate(),
  });

  function onRevoked(id: string) {
    if (created?.id === id) setCreated(null);
    cache.calendar.feeds.setData(undefined, (all) => all?.filter((feed) => feed.id !== id));
    setHasRevoked(true);
    // The button that led here is gone.
    heading.current?.focus();
  }

  return (
    <section aria-labelledby="calendar-heading">
      <Card className="grid gap-5">
        <div className="grid gap-1">
          <h2 className="text-2xl" id="calendar-heading" ref={heading} tabIndex={-1}>
            Calendar feed
          </h2>
          <p className="text-muted">
            Your sessions in the calendar you already use, kept up to date. Whoever has a feed’s
            address can read your sessions, so share it with no one.
          </p>
        </div>
        {feeds.length === 0 ? (
          <p>You have no calendar feed yet.</p>
        ) : (
          <ul aria-label="Your calendar feeds" className="grid gap-3">
            {feeds.map((feed) => (
              <li
                className="flex flex-wrap items-center justify-between gap-3 rounded-control bg-sunken p-4"
                key={feed.id}
              >
                <FeedUse feed={feed} isNew={feed.id === created?.id} zone={zone} />
                <RevokeFeedDialog
                  id={feed.id}
                  name={`created on ${formatMoment(feed.createdAt, zone)}`}
                  onRevoked={onRevoked}
                />
              </li>
            ))}
          </ul>
        )}
        {hasRevoked ? <Alert title="The feed is revoked." tone="good" /> : null}
        {create.isError ? <Alert title={toWireError(create.error).error} tone="bad" /> : null}
        {created ? <FeedAddress address={created.address} key={created.id} /> : null}
        {feeds.length < CALENDAR_FEEDS_MAX ? (
          <Button
            className="justify-self-start"
            disabled={create.isPending}
            onClick={() => create.mutate()}
            variant={feeds.length === 0 ? "primary" : "secondary"}
          >
            {create.isPending ? "Creating…" : "Create a calendar feed"}
          </Button>
        ) : (
          <p className="text-muted">
            These are as many feeds as there may be. Revoke one to create another.
          </p>
        )}
      </Card>
    </section>
  );
}

interface FeedUseProps {
  feed: CalendarFeed;
  /** The one whose address is shown below. */
  isNew: boolean;
  zone: string;
}

function FeedUse({ feed, isNew, zone }: FeedUseProps) {
  return (
    <p className="grid justify-items-start gap-1 text-sm" data-slot="time">
      {isNew ? <Badge tone="good">New</Badge> : null}
      <span>Created {formatMoment(feed.createdAt, zone)}</span>
      <span className="text-muted">
        {feed.lastReadAt === null
          ? "No calendar has read it yet"
          : `Last read ${formatMoment(feed.lastReadAt, zone)}`}
      </span>
    </p>
  );
}
