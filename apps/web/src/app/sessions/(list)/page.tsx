import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "~/components/page-header";
import { api, HydrateClient, requireActor } from "~/trpc/server";
import { AwaitingList, SessionList } from "../_components/session-list";

export const metadata: Metadata = { title: "My sessions" };

const tabs = [
  { when: "upcoming", label: "Upcoming" },
  { when: "past", label: "Past and cancelled" },
] as const;

export default async function SessionsPage({ searchParams }: PageProps<"/sessions">) {
  const actor = await requireActor("/sessions");
  const when = (await searchParams).when === "past" ? "past" : "upcoming";
  const answersRequests = when === "upcoming" && actor.role === "mentor";
  await Promise.all([
    api.officeSession.list.prefetchInfinite({ when }),
    answersRequests ? api.officeSession.list.prefetchInfinite({ when: "awaiting" }) : null,
    api.account.me.prefetch(),
  ]);
  const now = new Date();
  const runsProgramme = actor.role === "pm" || actor.role === "admin";
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-6">
        <PageHeader title={runsProgramme ? "All sessions" : "My sessions"} />
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
        {answersRequests ? <AwaitingList now={now} /> : null}
        <SessionList key={when} now={now} when={when} />
      </div>
    </HydrateClient>
  );
}
