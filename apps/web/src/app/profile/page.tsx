import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { pathWith } from "~/lib/address";
import { roleLabels } from "~/lib/labels";
import { safePath } from "~/lib/safe-path";
import { api, getFormatSettings, HydrateClient, requireActor } from "~/trpc/server";
import { AccountForm } from "./_components/account-form";
import { CalendarFeeds } from "./_components/calendar-feeds";
import { DateFormatsForm } from "./_components/date-formats-form";
import { ProfileSection } from "./_components/profile-section";

export const metadata: Metadata = { title: "Profile" };

export default async function ProfilePage({ searchParams }: PageProps<"/profile">) {
  const search = await searchParams;
  const actor = await requireActor(pathWith("/profile", search));
  if (!can(actor, "self:update")) notFound();
  const next = safePath(typeof search.next === "string" ? search.next : undefined, "/mentors");
  const hasCalendar = can(actor, "calendar:manage");
  await Promise.all([
    api.account.me.prefetch(),
    api.profile.me.prefetch(),
    hasCalendar ? api.calendar.feeds.prefetch() : null,
  ]);
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-8">
        <PageHeader
          lead={`You're signed in as ${actor.email}. Role: ${roleLabels[actor.role].toLowerCase()}.`}
          title="Your profile"
        />
        <ProfileSection next={next} />
        <AccountForm />
        <DateFormatsForm usual={(await getFormatSettings()).usual} />
        {hasCalendar ? <CalendarFeeds /> : null}
      </div>
    </HydrateClient>
  );
}
