import { can } from "@sundial/auth/permissions";
import { safePath } from "@sundial/validators";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { SectionCard } from "~/components/section-card";
import { SetUp } from "~/components/set-up";
import { Button } from "~/components/ui/button";
import { pathWith } from "~/lib/address";
import { roleLabels } from "~/lib/labels";
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
    api.profile.preview.prefetch(),
    hasCalendar ? api.calendar.feeds.prefetch() : null,
  ]);
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-8">
        <PageHeader
          lead={`You're signed in as ${actor.email}. Role: ${roleLabels[actor.role].toLowerCase()}.`}
          title="Your profile"
        />
        <SetUp actor={actor} />
        <ProfileSection next={next} />
        <AccountForm />
        <DateFormatsForm usual={(await getFormatSettings()).usual} />
        {hasCalendar ? <CalendarFeeds /> : null}
        {can(actor, "mentorApplication:submit") ? (
          <SectionCard
            lead="Share what you know. A program manager reads your application and answers by email."
            title="Become a mentor"
          >
            <Button asChild className="justify-self-start" variant="secondary">
              <Link href="/become-a-mentor">Your application</Link>
            </Button>
          </SectionCard>
        ) : null}
      </div>
    </HydrateClient>
  );
}
