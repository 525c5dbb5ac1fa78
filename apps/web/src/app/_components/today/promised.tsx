"use client";

import type { RouterOutputs } from "@sundial/api";
import Link from "next/link";
import { useRef } from "react";
import { useFormats } from "~/components/formats";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { useAlive } from "~/components/use-alive";
import { toWireError } from "~/lib/form-errors";
import { noonOf } from "~/lib/noon-of";
import { api } from "~/trpc/client";

/** What the reader said they would do, with whom, and until when. */
export function Promised() {
  const [{ items, hasMore }] = api.actionItem.mine.useSuspenseQuery({});
  const heading = useRef<HTMLHeadingElement>(null);
  if (items.length === 0) return null;
  return (
    <SectionCard headingRef={heading} title="What you promised">
      <ul className="grid gap-4">
        {items.map((item) => (
          <PromisedItem item={item} key={item.id} onGone={() => heading.current?.focus()} />
        ))}
      </ul>
      {hasMore ? <p className="text-muted">There is more on the pages of your sessions.</p> : null}
    </SectionCard>
  );
}

interface PromisedItemProps {
  item: RouterOutputs["actionItem"]["mine"]["items"][number];
  onGone: () => void;
}

function PromisedItem({ item, onGone }: PromisedItemProps) {
  const formats = useFormats();
  const isAlive = useAlive();
  const cache = api.useUtils();
  const tick = api.actionItem.tick.useMutation({
    onSuccess: async () => {
      onGone();
      await cache.actionItem.invalidate();
    },
  });
  return (
    <li className="flex items-start gap-3">
      <input
        aria-label={`Done: ${item.text}`}
        checked={tick.isPending || tick.isSuccess}
        className="mt-1 size-5 shrink-0 accent-(--action)"
        disabled={!isAlive || tick.isPending}
        onChange={() => tick.mutate({ id: item.id, done: true })}
        type="checkbox"
      />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <Link className="hover:underline" href={`/sessions/${item.officeSessionId}`}>
          {item.text}
        </Link>
        <p className="text-muted text-sm">
          {`For ${item.other.name}`}
          {item.dueOn ? `, by ${formats.fullDay(noonOf(item.dueOn), "UTC")}` : ""}
        </p>
        {tick.error ? <Alert title={toWireError(tick.error).error} tone="bad" /> : null}
      </div>
    </li>
  );
}
