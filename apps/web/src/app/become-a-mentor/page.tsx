import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { api, HydrateClient, requireActor } from "~/trpc/server";
import { OwnApplication } from "./_components/own-application";

export const metadata: Metadata = { title: "Become a mentor" };

export default async function BecomeAMentorPage() {
  const actor = await requireActor("/become-a-mentor");
  // The steps that are left are there.
  if (can(actor, "availability:edit")) redirect("/");
  if (!can(actor, "mentorApplication:submit")) notFound();
  await Promise.all([api.mentorApplication.mine.prefetch(), api.account.me.prefetch()]);
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-8">
        <PageHeader
          lead="Mentors set their own hours. An hour a week is enough to start."
          title="Become a mentor"
        />
        <OwnApplication />
      </div>
    </HydrateClient>
  );
}
