import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { api, HydrateClient, orNotFound, requireActor } from "~/trpc/server";
import { ServiceAccountPage } from "../_components/service-account-page";

export const metadata: Metadata = { title: "Service account" };

export default async function OneServiceAccountPage({
  params,
}: PageProps<"/service-accounts/[id]">) {
  const { id } = await params;
  const actor = await requireActor(`/service-accounts/${encodeURIComponent(id)}`);
  if (!can(actor, "serviceAccount:read")) notFound();
  await orNotFound(api.serviceAccount.byId({ id }));
  await Promise.all([api.serviceAccount.byId.prefetch({ id }), api.account.me.prefetch()]);
  return (
    <HydrateClient>
      <ServiceAccountPage id={id} />
    </HydrateClient>
  );
}
