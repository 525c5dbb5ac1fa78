"use client";

import type { RouterOutputs } from "@sundial/api";
import { WEBHOOKS_MAX } from "@sundial/validators";
import Link from "next/link";
import { useState } from "react";
import { SectionCard } from "~/components/section-card";
import { Alert } from "~/components/ui/alert";
import { EmptyState } from "~/components/ui/empty-state";
import { api } from "~/trpc/client";
import type { WebhookEndpoint } from "~/trpc/types";
import { AddEndpointForm } from "./add-endpoint-form";
import { EndpointStatus } from "./endpoint-status";
import { SecretField } from "./secret-field";

/** All endpoints, and a form for another. */
export function Webhooks() {
  const [endpoints] = api.webhook.list.useSuspenseQuery();
  const [created, setCreated] = useState<RouterOutputs["webhook"]["create"] | null>(null);
  return (
    <>
      {endpoints.length === 0 ? (
        <EmptyState title="No endpoints yet">
          Add the URL of a program that should hear about sessions and members.
        </EmptyState>
      ) : (
        <ul
          aria-label="Endpoints"
          className="divide-y divide-line rounded-card border border-line bg-surface shadow-card"
        >
          {endpoints.map((endpoint) => (
            <Endpoint endpoint={endpoint} key={endpoint.id} />
          ))}
        </ul>
      )}
      {created ? (
        <>
          <Alert title="The endpoint was added." tone="good">
            <Link className="font-semibold underline" href={`/webhooks/${created.id}`}>
              Send it a test
            </Link>
          </Alert>
          <SecretField secret={created.secret} />
        </>
      ) : null}
      {endpoints.length < WEBHOOKS_MAX ? (
        <SectionCard
          lead="Sundial sends a signed POST request for each event, and retries for a day if it fails."
          title="Add an endpoint"
        >
          <AddEndpointForm onCreated={setCreated} />
        </SectionCard>
      ) : (
        <p className="text-muted">
          You've reached the limit of {WEBHOOKS_MAX} endpoints. Remove one to add another.
        </p>
      )}
    </>
  );
}

function Endpoint({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { id, url, description, kinds } = endpoint;
  return (
    <li className="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-2 p-4 hover:bg-sunken">
      <div className="grid min-w-0 gap-1">
        <Link
          className="break-all font-semibold after:absolute after:inset-0 hover:underline"
          href={`/webhooks/${id}`}
        >
          {url}
        </Link>
        <p className="text-muted text-sm">
          {[description, countOf(kinds)].filter((part) => part !== "").join(", ")}
        </p>
      </div>
      <EndpointStatus endpoint={endpoint} />
    </li>
  );
}

function countOf(kinds: WebhookEndpoint["kinds"]): string {
  if (kinds === null) return "all events";
  return kinds.length === 1 ? "1 kind of event" : `${kinds.length} kinds of events`;
}
