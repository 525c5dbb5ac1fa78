import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { api, HydrateClient, requireActor } from "~/trpc/server";
import { ServiceAccountList } from "../_components/service-account-list";

export const metadata: Metadata = { title: "Service accounts" };

export default async function ServiceAccountsPage() {
  const actor = await requireActor("/service-accounts");
  if (!can(actor, "serviceAccount:read")) notFound();
  await Promise.all([api.serviceAccount.list.prefetch(), api.account.me.prefetch()]);
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-8">
        <PageHeader
          lead="Programs that work with Sundial for your organization. Each has its own permissions and keeps working when people leave."
          title="Service accounts"
        />
        <ServiceAccountList />
      </div>
    </HydrateClient>
  );
}
