import { can } from "@sundial/auth/permissions";
import { listDisputesInput } from "@sundial/validators";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ListPages } from "~/components/list-pages";
import { PageHeader } from "~/components/page-header";
import { pathWith, readQuery } from "~/lib/address";
import { api, HydrateClient, orNotFound, requireActor } from "~/trpc/server";
import { DisputeList } from "./_components/dispute-list";

export const metadata: Metadata = { title: "Disputes" };

export default async function DisputesPage({ searchParams }: PageProps<"/disputes">) {
  const search = await searchParams;
  const actor = await requireActor(pathWith("/disputes", search));
  if (!can(actor, "session:correct")) notFound();
  const { cursor } = readQuery(search, listDisputesInput.omit({ limit: true }));
  const page = await orNotFound(api.officeSession.disputes({ cursor }));
  await Promise.all([api.officeSession.disputes.prefetch({ cursor }), api.account.me.prefetch()]);
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-6">
        <PageHeader
          lead="The two people of these sessions contradict each other about who was absent. Until you resolve it, the no-show counts for neither."
          title="Disputes"
        />
        <DisputeList cursor={cursor ?? undefined} now={new Date()} />
        <ListPages
          first={cursor ? "/disputes" : null}
          next={page.nextCursor ? pathWith("/disputes", { cursor: page.nextCursor }) : null}
        />
      </div>
    </HydrateClient>
  );
}
