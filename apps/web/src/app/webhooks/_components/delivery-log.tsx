"use client";

import type { RouterOutputs } from "@sundial/api";
import { describeZone } from "@sundial/validators/time";
import { useFormats } from "~/components/formats";
import { MoreButton } from "~/components/more-button";
import { Badge } from "~/components/ui/badge";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";
import { DeliveryDetails } from "./delivery-details";
import { deliveryStatusLabels, kindLabels } from "./labels";

type Delivery = RouterOutputs["webhook"]["listDeliveries"]["items"][number];

/** In milliseconds, while something is on its way. */
const REFRESH = 2_000;

/** An endpoint's deliveries, latest first. */
export function DeliveryLog({ id, isActive }: { id: string; isActive: boolean }) {
  const zone = useViewerZone();
  const [{ pages }, deliveries] = api.webhook.listDeliveries.useSuspenseInfiniteQuery(
    { id },
    {
      getNextPageParam: (page) => page.nextCursor,
      refetchInterval: ({ state }) => {
        const [first] = state.data?.pages ?? [];
        const isWaiting = first?.items.some(({ status }) => status === "pending");
        return isActive && isWaiting ? REFRESH : false;
      },
    },
  );
  const items = pages.flatMap((page) => page.items);
  const [first] = items;
  return (
    <section aria-labelledby="deliveries" className="grid gap-4">
      <div className="grid gap-1">
        <h2 className="text-2xl" id="deliveries">
          Deliveries
        </h2>
        <p className="text-muted text-sm">
          {first === undefined
            ? "Nothing has been sent to this endpoint in the last 30 days."
            : `From the last 30 days. Times in ${describeZone(zone, first.createdAt)}.`}
        </p>
      </div>
      {first === undefined ? null : (
        <ol
          aria-label="Deliveries"
          className="divide-y divide-line rounded-card border border-line bg-surface shadow-card"
        >
          {items.map((delivery) => (
            <DeliveryItem delivery={delivery} isActive={isActive} key={delivery.id} zone={zone} />
          ))}
        </ol>
      )}
      <MoreButton query={deliveries}>More deliveries</MoreButton>
    </section>
  );
}

interface DeliveryItemProps {
  delivery: Delivery;
  isActive: boolean;
  zone: string;
}

const tones = { pending: "neutral", delivered: "good", failed: "bad" } as const;

function DeliveryItem({ delivery, isActive, zone }: DeliveryItemProps) {
  const formats = useFormats();
  const { kind, status, createdAt, nextAttemptAt, lastError, attempts } = delivery;
  return (
    <li className="grid gap-2 p-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <p className="min-w-0">
          <span className="font-semibold">{kindLabels[kind]}</span>{" "}
          <time className="text-muted text-sm" dateTime={createdAt.toISOString()}>
            {formats.dateTime(createdAt, zone)}
          </time>
        </p>
        <Badge tone={tones[status]}>{deliveryStatusLabels[status]}</Badge>
      </div>
      {lastError ? (
        <p className="text-sm">
          {lastError}
          {nextAttemptAt !== null && attempts > 0
            ? ` Next attempt ${formats.dateTime(nextAttemptAt, zone)}.`
            : null}
        </p>
      ) : null}
      <DeliveryDetails delivery={delivery} isActive={isActive} zone={zone} />
    </li>
  );
}
