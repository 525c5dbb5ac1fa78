import type { Metadata } from "next";
import { api, HydrateClient, orNotFound, requireActor } from "~/trpc/server";
import { SessionDetails } from "../_components/session-details";

export const metadata: Metadata = { title: "Session" };

export default async function SessionPage({ params, searchParams }: PageProps<"/sessions/[id]">) {
  const { id } = await params;
  await requireActor(`/sessions/${id}`);
  await orNotFound(api.officeSession.byId({ id }));
  await Promise.all([api.officeSession.byId.prefetch({ id }), api.account.me.prefetch()]);
  const { booked, moved } = await searchParams;
  const just = booked === "1" ? "booked" : moved === "1" ? "moved" : null;
  return (
    <HydrateClient>
      <SessionDetails id={id} just={just} now={new Date()} />
    </HydrateClient>
  );
}
