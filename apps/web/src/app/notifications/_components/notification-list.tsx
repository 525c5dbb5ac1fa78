"use client";

import type { RouterOutputs } from "@sundial/api";
import Link from "next/link";
import { useFormats } from "~/components/formats";
import { MoreButton } from "~/components/more-button";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { EmptyState } from "~/components/ui/empty-state";
import { useAlive } from "~/components/use-alive";
import { useViewerZone } from "~/components/use-viewer-zone";
import { cn } from "~/lib/cn";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";

/** The reader's notifications, newest first. Opening one marks it as read, if they may. */
export function NotificationList({ mayMark }: { mayMark: boolean }) {
  const isAlive = useAlive();
  const cache = api.useUtils();
  const [{ pages }, query] = api.notification.list.useSuspenseInfiniteQuery(
    {},
    { getNextPageParam: ({ nextCursor }) => nextCursor },
  );
  const [{ unread }] = api.notification.unread.useSuspenseQuery();
  const read = api.notification.read.useMutation({
    onSuccess: () => cache.notification.invalidate(),
  });
  const items = pages.flatMap((page) => page.items);
  const [newest] = items;
  if (newest === undefined) {
    return (
      <EmptyState title="Nothing has happened yet">
        When something concerns you, such as a session that was booked or moved, you'll read it
        here.
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted" role="status">
          {unread === 0 ? "You've read everything." : `${unread} unread`}
        </p>
        {mayMark ? (
          <Button
            disabled={unread === 0 || read.isPending || !isAlive}
            onClick={() => read.mutate({ upTo: newest.id })}
            size="small"
          >
            Mark all as read
          </Button>
        ) : null}
      </div>
      {read.isError ? <Alert title={toWireError(read.error).error} tone="bad" /> : null}
      <ul className="grid gap-2">
        {items.map((item) => (
          <Item
            item={item}
            key={item.id}
            onOpen={mayMark ? () => read.mutate({ upTo: item.id, only: true }) : undefined}
          />
        ))}
      </ul>
      <MoreButton query={query}>Earlier notifications</MoreButton>
    </div>
  );
}

interface ItemProps {
  item: RouterOutputs["notification"]["list"]["items"][number];
  onOpen: (() => void) | undefined;
}

function Item({ item, onOpen }: ItemProps) {
  const formats = useFormats();
  const zone = useViewerZone();
  const { title, detail, path, createdAt, isRead } = item;
  return (
    <li>
      <Link
        className={cn(
          "grid gap-1 rounded-card border p-4 hover:bg-sunken",
          isRead ? "border-line" : "border-edge bg-surface",
        )}
        href={path}
        onClick={isRead ? undefined : onOpen}
      >
        <span className={cn("min-w-0 [overflow-wrap:anywhere]", !isRead && "font-semibold")}>
          {isRead ? null : (
            <>
              <span aria-hidden className="mr-2 inline-block size-2 rounded-full bg-action" />
              <span className="sr-only">Unread: </span>
            </>
          )}
          {title}
        </span>
        {detail ? (
          <span className="min-w-0 text-muted [overflow-wrap:anywhere]">{detail}</span>
        ) : null}
        <time className="text-muted text-sm" dateTime={createdAt.toISOString()}>
          {formats.dateTime(createdAt, zone)}
        </time>
      </Link>
    </li>
  );
}
