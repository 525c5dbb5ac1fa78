"use client";

import Link from "next/link";
import { useRef, useState } from "react";
import { useFormats } from "~/components/formats";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { useViewerZone } from "~/components/use-viewer-zone";
import { api } from "~/trpc/client";
import type { WebhookEndpoint } from "~/trpc/types";
import { DeliveryLog } from "./delivery-log";
import { EndpointActions } from "./endpoint-actions";
import { EndpointStatus } from "./endpoint-status";
import { pauseReasons } from "./labels";
import { SecretSection } from "./secret-section";
import { SettingsForm } from "./settings-form";

/** One endpoint: whether it works, its deliveries, settings and secret. */
export function EndpointPage({ id }: { id: string }) {
  const [endpoint] = api.webhook.byId.useSuspenseQuery({ id });
  const [done, setDone] = useState<string | null>(null);
  // The pressed button may be gone, so the focus goes to the heading.
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <div className="mx-auto grid max-w-3xl gap-6">
      <Link className="justify-self-start text-muted underline" href="/webhooks">
        All webhooks
      </Link>
      <header className="grid gap-3">
        <div className="flex flex-wrap items-start justify-between gap-3">
          <h1 className="min-w-0 break-all text-3xl" ref={heading} tabIndex={-1}>
            {endpoint.url}
          </h1>
          <EndpointStatus endpoint={endpoint} />
        </div>
        {endpoint.description ? <p className="text-muted">{endpoint.description}</p> : null}
      </header>
      {done ? <Alert title={done} tone="good" /> : null}
      <Trouble endpoint={endpoint} />
      <EndpointActions
        endpoint={endpoint}
        onDone={(message) => {
          setDone(message);
          heading.current?.focus();
        }}
      />
      <DeliveryLog isActive={endpoint.status === "active"} id={id} />
      <SectionCard title="Settings">
        <SettingsForm endpoint={endpoint} />
      </SectionCard>
      <SecretSection endpoint={endpoint} />
    </div>
  );
}

function Trouble({ endpoint }: { endpoint: WebhookEndpoint }) {
  const zone = useViewerZone();
  const formats = useFormats();
  const { status, pauseReason, failingSince } = endpoint;
  if (status === "paused") {
    return (
      <Alert title="This endpoint is paused">
        {pauseReason ? pauseReasons[pauseReason] : null} What happens meanwhile isn't sent to it.
      </Alert>
    );
  }
  if (failingSince === null) return null;
  return (
    <Alert title={`Deliveries have been failing since ${formats.dateTime(failingSince, zone)}`}>
      Sundial retries each one for a day, and pauses the endpoint after several days of failures.
    </Alert>
  );
}
