import type { Metadata } from "next";
import { PageHeader } from "~/components/page-header";
import { roleLabels } from "~/lib/labels";
import { api, HydrateClient, requireActor } from "~/trpc/server";
import { AccountForm } from "./_components/account-form";
import { ProfileSection } from "./_components/profile-section";

export const metadata: Metadata = { title: "Profile" };

export default async function ProfilePage() {
  const actor = await requireActor("/profile");
  await Promise.all([api.account.me.prefetch(), api.profile.me.prefetch()]);
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-8">
        <PageHeader
          lead={`You are signed in as ${actor.email}. Role: ${roleLabels[actor.role].toLowerCase()}.`}
          title="Your profile"
        />
        <ProfileSection />
        <AccountForm />
      </div>
    </HydrateClient>
  );
}
