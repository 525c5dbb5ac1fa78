import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { Reliability } from "~/components/reliability/reliability";
import { api, HydrateClient, requireActor } from "~/trpc/server";

export const metadata: Metadata = { title: "Your reliability" };

export default async function ReliabilityPage() {
  const actor = await requireActor("/reliability");
  if (!can(actor, "reliability:read")) notFound();
  await Promise.all([
    api.reliability.read.prefetch({ personId: actor.id }),
    api.account.me.prefetch(),
  ]);
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-8">
        <PageHeader
          lead="What program managers see about how reliable you are, line by line. If something shouldn't count, object to it."
          title="Your reliability"
        />
        <Reliability personId={actor.id} />
      </div>
    </HydrateClient>
  );
}
