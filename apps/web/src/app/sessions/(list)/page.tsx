import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import Link from "next/link";
import { Suspense } from "react";
import { PageHeader } from "~/components/page-header";
import { LoadingList } from "~/components/ui/skeleton";
import { pathWith } from "~/lib/address";
import { sessionsLabel } from "~/lib/labels";
import { api, getActor, HydrateClient, requireActor } from "~/trpc/server";
import { AwaitingList, SessionList } from "../_components/session-list";
import { StaffSessions } from "../_components/staff-sessions";

export async function generateMetadata(): Promise<Metadata> {
  const actor = await getActor();
  return { title: actor ? sessionsLabel(actor) : "Sessions" };
}

const tabs = [
  { when: "upcoming", label: "Upcoming" },
  { when: "past", label: "Past and cancelled" },
] as const;

export default async function SessionsPage({ searchParams }: PageProps<"/sessions">) {
  const search = await searchParams;
  const actor = await requireActor(pathWith("/sessions", search));
  if (can(actor, "session:list")) return <StaffSessions actor={actor} search={search} />;
  const when = search.when === "past" ? "past" : "upcoming";
  const answersRequests = when === "upcoming" && actor.role === "mentor";
  return (
    <div className="mx-auto grid max-w-3xl gap-6">
      <PageHeader title={sessionsLabel(actor)} />
      <nav aria-label="Which sessions" className="flex gap-1 border-line border-b">
        {tabs.map((tab) => (
          <Link
            aria-current={tab.when === when ? "page" : undefined}
            className="-mb-px border-transparent border-b-3 px-4 py-2.5 font-medium text-muted aria-[current=page]:border-action aria-[current=page]:text-ink"
            href={`/sessions?when=${tab.when}`}
            key={tab.when}
          >
            {tab.label}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<LoadingList />} key={when}>
        <Lists answersRequests={answersRequests} when={when} />
      </Suspense>
    </div>
  );
}

interface ListsProps {
  when: (typeof tabs)[number]["when"];
  answersRequests: boolean;
}

async function Lists({ when, answersRequests }: ListsProps) {
  await Promise.all([
    api.officeSession.list.prefetchInfinite({ when }),
    answersRequests ? api.officeSession.list.prefetchInfinite({ when: "awaiting" }) : null,
    api.account.me.prefetch(),
  ]);
  const now = new Date();
  return (
    <HydrateClient>
      {answersRequests ? <AwaitingList now={now} /> : null}
      <SessionList now={now} when={when} />
    </HydrateClient>
  );
}
