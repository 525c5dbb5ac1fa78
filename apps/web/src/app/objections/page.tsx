import { can } from "@sundial/auth/permissions";
import { cityOf } from "@sundial/validators/time";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { pathWith } from "~/lib/address";
import { api, HydrateClient, orNotFound, requireActor } from "~/trpc/server";
import { ObjectionList } from "./_components/objection-list";
import { objectionsPath, readObjectionQuery } from "./_components/objection-query";

export const metadata: Metadata = { title: "Objections" };

const tabs = [
  { status: "open", label: "Open" },
  { status: "decided", label: "Decided" },
] as const;

export default async function ObjectionsPage({ searchParams }: PageProps<"/objections">) {
  const search = await searchParams;
  const actor = await requireActor(pathWith("/objections", search));
  if (!can(actor, "reliability:list")) notFound();
  const query = readObjectionQuery(search);
  // A cursor of another list is a page that doesn't exist.
  await orNotFound(api.reliability.listObjections(query));
  await Promise.all([api.reliability.listObjections.prefetch(query), api.account.me.prefetch()]);
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-6">
        <PageHeader
          lead={`What people say shouldn't count against them, newest first. Times in ${cityOf(actor.timeZone)} time.`}
          title="Objections"
        />
        <nav aria-label="Which objections" className="flex gap-1 border-line border-b">
          {tabs.map(({ status, label }) => (
            <Link
              aria-current={status === query.status ? "page" : undefined}
              className="-mb-px border-transparent border-b-3 px-4 py-2.5 font-medium text-muted aria-[current=page]:border-action aria-[current=page]:text-ink"
              href={objectionsPath({ status })}
              key={status}
            >
              {label}
            </Link>
          ))}
        </nav>
        <ObjectionList query={query} />
      </div>
    </HydrateClient>
  );
}
