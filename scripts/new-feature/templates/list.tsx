"use client";

import type { RouterOutputs } from "@sundial/api";
import { useRef, useState } from "react";
import { useFormats } from "~/components/formats";
import { MoreButton } from "~/components/more-button";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { ConfirmDialog } from "~/components/ui/confirm-dialog";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";

type __Noun__ = RouterOutputs["__noun__"]["list"]["items"][number];

/** The reader's own, newest first. */
export function __Noun__List({ mayDelete }: { mayDelete: boolean }) {
  const [{ pages }, query] = api.__noun__.list.useSuspenseInfiniteQuery(
    {},
    { getNextPageParam: (page) => page.nextCursor },
  );
  const cache = api.useUtils();
  const heading = useRef<HTMLHeadingElement>(null);
  const [hasDeleted, setHasDeleted] = useState(false);
  const items = pages.flatMap((page) => page.items);

  function onDeleted(deleted: __Noun__) {
    cache.__noun__.list.setInfiniteData({}, (data) => data && without(deleted, data));
    setHasDeleted(true);
    // The button that led here is gone.
    heading.current?.focus();
  }

  return (
    <SectionCard headingRef={heading} title="Your __many__">
      {hasDeleted ? <Alert title="The __one__ was deleted." tone="good" /> : null}
      {items.length === 0 && !query.hasNextPage ? (
        <p>You have no __many__ yet.</p>
      ) : (
        <ul aria-label="Your __many__" className="grid gap-3">
          {items.map((item) => (
            <li
              className="flex flex-wrap items-center justify-between gap-3 rounded-control bg-sunken p-4"
              key={item.id}
            >
              <Facts item={item} />
              {mayDelete ? <DeleteButton item={item} onDeleted={() => onDeleted(item)} /> : null}
            </li>
          ))}
        </ul>
      )}
      <MoreButton query={query}>More __many__</MoreButton>
    </SectionCard>
  );
}

/** The same pages without one of their rows, until the server is asked again. */
function without<Data extends { pages: { items: __Noun__[] }[] }>({ id }: __Noun__, data: Data) {
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.filter((item) => item.id !== id),
  }));
  return { ...data, pages };
}

function Facts({ item }: { item: __Noun__ }) {
  const zone = useViewerZone();
  const formats = useFormats();
  return (
    <div className="grid min-w-0 gap-1">
      <p className="font-semibold">{item.text}</p>
      <p className="text-muted text-sm">
        Added{" "}
        <time dateTime={item.createdAt.toISOString()}>
          {formats.fullDateTime(item.createdAt, zone)}
        </time>
      </p>
    </div>
  );
}

function DeleteButton({ item, onDeleted }: { item: __Noun__; onDeleted: () => void }) {
  const deletion = api.__noun__.delete.useMutation();
  return (
    <ConfirmDialog
      confirm={["Delete __one__", "Deleting…"]}
      description={`“${item.text}” will be deleted permanently. This can't be undone.`}
      mutation={{
        ...deletion,
        mutate: (options) => deletion.mutate({ id: item.id }, options),
      }}
      onDone={onDeleted}
      title="Delete this __one__?"
      trigger={
        <Button size="small" variant="danger">
          Delete
          <span className="sr-only"> “{item.text}”</span>
        </Button>
      }
    />
  );
}
