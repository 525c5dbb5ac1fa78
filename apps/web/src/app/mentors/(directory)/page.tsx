import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Suspense } from "react";
import { PageHeader } from "~/components/page-header";
import { SetUp } from "~/components/set-up";
import { LoadingList } from "~/components/ui/skeleton";
import { pathWith } from "~/lib/address";
import { api, HydrateClient, requireActor } from "~/trpc/server";
import { ActiveFilters } from "../_components/active-filters";
import { MentorFilters } from "../_components/mentor-filters";
import { MentorList } from "../_components/mentor-list";
import { type MentorQuery, readMentorQuery } from "../_components/mentor-query";

export const metadata: Metadata = { title: "Mentors" };

export default async function MentorsPage({ searchParams }: PageProps<"/mentors">) {
  const search = await searchParams;
  const actor = await requireActor(pathWith("/mentors", search));
  // Sign-in leads here. Inactive people are redirected to their sessions.
  if (!can(actor, "mentor:read")) redirect("/sessions");
  const query = readMentorQuery(search);
  return (
    <div className="grid gap-8">
      <PageHeader
        lead="Mentors with the earliest open times come first. Filter by topic, day and time."
        title="Find a mentor"
      />
      <SetUp actor={actor} />
      <Suspense fallback={<LoadingList />}>
        <Directory query={query} />
      </Suspense>
    </div>
  );
}

async function Directory({ query }: { query: MentorQuery }) {
  await Promise.all([
    api.mentor.list.prefetchInfinite(query),
    api.mentor.filters.prefetch(),
    api.account.me.prefetch(),
  ]);
  return (
    <HydrateClient>
      <div className="grid gap-4">
        <MentorFilters query={query} />
        <ActiveFilters query={query} />
      </div>
      <MentorList query={query} />
    </HydrateClient>
  );
}
