import type { Metadata } from "next";
import { PageHeader } from "~/components/page-header";
import { api, HydrateClient, requireActor } from "~/trpc/server";
import { AccessTokens } from "./_components/access-tokens";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const actor = await requireActor("/account");
  await Promise.all([api.account.me.prefetch(), api.personalAccessToken.list.prefetch()]);
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-8">
        <PageHeader lead={`You are signed in as ${actor.email}.`} title="Your account" />
        <AccessTokens />
      </div>
    </HydrateClient>
  );
}
