import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { api, HydrateClient, orNotFound, requireActor } from "~/trpc/server";
import { EndpointPage } from "../_components/endpoint-page";

export const metadata: Metadata = { title: "Webhook endpoint" };

export default async function WebhookPage({ params }: PageProps<"/webhooks/[id]">) {
  const { id } = await params;
  const actor = await requireActor(`/webhooks/${id}`);
  if (!can(actor, "webhook:read")) notFound();
  await orNotFound(api.webhook.byId({ id }));
  await Promise.all([
    api.webhook.byId.prefetch({ id }),
    api.webhook.listDeliveries.prefetchInfinite({ id }),
    api.account.me.prefetch(),
  ]);
  return (
    <HydrateClient>
      <EndpointPage id={id} />
    </HydrateClient>
  );
}
