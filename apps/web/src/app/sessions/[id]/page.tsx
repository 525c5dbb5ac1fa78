import type { Metadata } from "next";
import { api, HydrateClient, orNotFound, requireActor } from "~/trpc/server";
import { SessionDetails } from "../_components/session-details";

export const metadata: Metadata = { title: "Session" };

export default async function SessionPage({ params, searchParams }: PageProps<"/sessions/[id]">) {
  const { id } = await params;
  await requireActor(`/sessions/${id}`);
  const { menteeId, seriesId } = await orNotFound(api.officeSession.byId({ id }));
  await Promise.all([
    api.officeSession.byId.prefetch({ id }),
    api.officeSession.brief.prefetch({ id }),
    seriesId === null ? null : api.sessionSeries.bySession.prefetch({ officeSessionId: id }),
    api.account.me.prefetch(),
    api.sessionNote.read.prefetch({ officeSessionId: id }),
    api.actionItem.list.prefetch({ officeSessionId: id }),
    api.goal.list.prefetch({ menteeId }),
  ]);
  const { booked, moved, edited } = await searchParams;
  const just =
    booked === "1" ? "booked" : moved === "1" ? "moved" : edited === "1" ? "edited" : null;
  return (
    <HydrateClient>
      <SessionDetails id={id} just={just} now={new Date()} />
    </HydrateClient>
  );
}
