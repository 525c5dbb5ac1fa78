"use client";

import type { RouterOutputs } from "@sundial/api";
import { formatNumber } from "@sundial/validators";
import { useState } from "react";
import { useFormats } from "~/components/formats";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { toWireError } from "~/lib/form-errors";
import { api } from "~/trpc/client";
import { kindLabels } from "./labels";

interface DeliveryDetailsProps {
  delivery: RouterOutputs["webhook"]["listDeliveries"]["items"][number];
  /** Whether the endpoint gets deliveries. */
  isActive: boolean;
  zone: string;
}

/** Each attempt and the message, on demand, and a button that sends it again. */
export function DeliveryDetails({ delivery, isActive, zone }: DeliveryDetailsProps) {
  const { id, endpointId, kind } = delivery;
  const [isOpen, setIsOpen] = useState(false);
  const cache = api.useUtils();
  const redeliver = api.webhook.redeliver.useMutation({
    onSettled: () =>
      Promise.all([
        cache.webhook.listDeliveries.invalidate({ id: endpointId }),
        cache.webhook.deliveryById.invalidate({ id }),
      ]),
  });
  const name = <span className="sr-only"> {kindLabels[kind]}</span>;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-3">
        <Button
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          size="small"
          variant="secondary"
        >
          {isOpen ? "Hide attempts" : "Show attempts"}
          {name}
        </Button>
        {isActive ? (
          <Button
            disabled={redeliver.isPending}
            onClick={() => redeliver.mutate({ id })}
            size="small"
            variant="secondary"
          >
            Send again
            {name}
          </Button>
        ) : null}
      </div>
      {redeliver.isSuccess ? <p role="status">On its way again.</p> : null}
      {redeliver.error ? <Alert title={toWireError(redeliver.error).error} tone="bad" /> : null}
      {isOpen ? (
        // Reads them again whenever there is another.
        <Attempts id={id} key={`${delivery.attempts} ${delivery.status}`} zone={zone} />
      ) : null}
    </div>
  );
}

interface AttemptsProps {
  id: string;
  zone: string;
}

function Attempts({ id, zone }: AttemptsProps) {
  const formats = useFormats();
  const { data, error } = api.webhook.deliveryById.useQuery({ id }, { refetchOnMount: "always" });
  if (error) return <Alert title={toWireError(error).error} tone="bad" />;
  if (data === undefined) return <p role="status">Loading…</p>;
  return (
    <div className="grid gap-3 rounded-control bg-sunken p-4 text-sm">
      {data.log.length === 0 ? (
        <p>No attempt has ended yet.</p>
      ) : (
        <ol aria-label="Attempts" className="grid gap-2">
          {data.log.map(({ number, at, durationMs, statusCode, error }) => (
            <li key={number}>
              <time dateTime={at.toISOString()}>{formats.dateTime(at, zone)}</time>:{" "}
              {error ?? `The receiver answered ${statusCode}.`}{" "}
              <span className="text-muted">({formatNumber(durationMs)} ms)</span>
            </li>
          ))}
        </ol>
      )}
      <p className="text-muted">
        ID <code className="break-all">{id}</code>
      </p>
      <pre className="overflow-x-auto whitespace-pre-wrap break-all">{data.body}</pre>
    </div>
  );
}
