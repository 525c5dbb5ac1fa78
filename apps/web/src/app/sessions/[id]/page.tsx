import type { Metadata } from "next";
import { api, HydrateClient, orNotFound, requireActor } from "~/trpc/server";
import { SessionDetails } from "../_components/session-details";

export const metadata: Metadata = { title: "Session" };

export default async function SessionPage({ params, searchParams }: PageProps<"/sessions/[id]">) {
  const { id } = await params;
  await requireActor(`/sessions/${id}`);
  await orNotFound(api.officeSession.byId({ id }));
  await Promise.all([api.officeSession.byId.prefetch({ id }), api.account.me.prefetch()]);
  const justBooked = (await searchParams).booked === "1";
  return (
    <HydrateClient>
      <SessionDetails id={id} justBooked={justBooked} now={new Date()} />
    </HydrateClient>
  );
}
