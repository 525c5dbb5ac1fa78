import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { api, HydrateClient, requireActor } from "~/trpc/server";
import { Webhooks } from "../_components/webhooks";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage() {
  const actor = await requireActor("/webhooks");
  if (!can(actor, "webhook:read")) notFound();
  await api.webhook.list.prefetch();
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-6">
        <PageHeader
          lead="Tell other programs about sessions and members as soon as something happens."
          title="Webhooks"
        />
        <Webhooks />
      </div>
    </HydrateClient>
  );
}
