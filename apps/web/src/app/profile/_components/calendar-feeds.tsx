"use client";

import type { RouterOutputs } from "@sundial/api";
import { CALENDAR_FEEDS_MAX } from "@sundial/validators";
import { useFormats } from "~/components/formats";
import { RevocableList, useRevocableList } from "~/components/revocable-list";
import { Alert } from "~/components/ui/alert";
import { Badge } from "~/components/ui/badge";
import { Button } from "~/components/ui/button";
import { useViewerZone } from "~/components/use-viewer-zone";
import { toWireError } from "~/lib/form-errors";
import { useIdempotencyKey } from "~/lib/use-idempotency-key";
import { api } from "~/trpc/client";
import { FeedAddress } from "./feed-address";

type CalendarFeed = RouterOutputs["calendar"]["feeds"][number];

/** The person's private calendar feeds. */
export function CalendarFeeds() {
  const zone = useViewerZone();
  const formats = useFormats();
  const [feeds] = api.calendar.feeds.useSuspenseQuery();
  const cache = api.useUtils();
  const list = useRevocableList<RouterOutputs["calendar"]["createFeed"]>();
  const revoke = api.calendar.revokeFeed.useMutation();
  const { keyed, onMade } = useIdempotencyKey();
  const create = api.calendar.createFeed.useMutation({
    onSuccess: (feed) => {
      onMade();
      list.onCreated(feed);
    },
    onSettled: () => cache.calendar.feeds.invalidate(),
  });
  const { created } = list;
  const nameOf = ({ createdAt }: CalendarFeed) =>
    `created on ${formats.fullDateTime(createdAt, zone)}`;

  return (
    <RevocableList
      facts={(feed) => <FeedUse feed={feed} isNew={feed.id === created?.id} zone={zone} />}
      items={feeds}
      lead="See your sessions in the calendar you already use. Anyone with a feed’s address can read your sessions, so keep it private."
      list={list}
      max={CALENDAR_FEEDS_MAX}
      nameOf={nameOf}
      nouns={["feed", "calendar feeds"]}
      onRevoked={(id) =>
        cache.calendar.feeds.setData(undefined, (all) => all?.filter((feed) => feed.id !== id))
      }
      revoke={revoke}
      secret={created ? <FeedAddress address={created.address} key={created.id} /> : null}
      title="Calendar feeds"
      warningOf={(feed) =>
        `The feed ${nameOf(feed)}. Calendars subscribed to it stop updating, and its address stops working. This can't be undone.`
      }
    >
      {create.isError ? <Alert title={toWireError(create.error).error} tone="bad" /> : null}
      <Button
        className="justify-self-start"
        disabled={create.isPending}
        onClick={() => create.mutate(keyed({}))}
        variant={feeds.length === 0 ? "primary" : "secondary"}
      >
        {create.isPending ? "Creating…" : "Create a calendar feed"}
      </Button>
    </RevocableList>
  );
}

interface FeedUseProps {
  feed: CalendarFeed;
  /** The feed whose address is shown below. */
  isNew: boolean;
  zone: string;
}

function FeedUse({ feed, isNew, zone }: FeedUseProps) {
  const formats = useFormats();
  return (
    <p className="grid justify-items-start gap-1 text-sm" data-slot="time">
      {isNew ? <Badge tone="good">New</Badge> : null}
      <span>Created {formats.fullDateTime(feed.createdAt, zone)}</span>
      <span className="text-muted">
        {feed.lastReadAt === null
          ? "Not used yet"
          : `Last read ${formats.fullDateTime(feed.lastReadAt, zone)}`}
      </span>
    </p>
  );
}
