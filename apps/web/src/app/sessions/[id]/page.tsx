import type { RouterOutputs } from "@sundial/api";
import type { PersonSession } from "@sundial/auth";
import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import { bookAgainPath } from "~/app/mentors/_components/usual-time";
import { api, HydrateClient, orNotFound, orNull, requireActor } from "~/trpc/server";
import { SessionDetails } from "../_components/session-details";

export const metadata: Metadata = { title: "Session" };

export default async function SessionPage({ params, searchParams }: PageProps<"/sessions/[id]">) {
  const { id } = await params;
  const actor = await requireActor(`/sessions/${id}`);
  const session = await orNotFound(api.officeSession.byId({ id }));
  const { menteeId, seriesId } = session;
  const bookAgain = findBookAgain(actor, session);
  await Promise.all([
    api.officeSession.byId.prefetch({ id }),
    api.officeSession.brief.prefetch({ id }),
    seriesId === null ? null : api.sessionSeries.bySession.prefetch({ officeSessionId: id }),
    api.account.me.prefetch(),
    api.sessionNote.read.prefetch({ officeSessionId: id }),
    api.actionItem.list.prefetch({ officeSessionId: id }),
    api.goal.list.prefetch({ menteeId }),
    api.feedback.read.prefetch({ officeSessionId: id }),
  ]);
  const { booked, moved, edited } = await searchParams;
  const just =
    booked === "1" ? "booked" : moved === "1" ? "moved" : edited === "1" ? "edited" : null;
  return (
    <HydrateClient>
      <SessionDetails bookAgain={await bookAgain} id={id} just={just} now={new Date()} />
    </HydrateClient>
  );
}

/** The link for a mentee after a session, while the mentor can be booked. */
async function findBookAgain(
  actor: PersonSession,
  session: RouterOutputs["officeSession"]["byId"],
): Promise<string | null> {
  const { mentorId, menteeId, status } = session;
  if (menteeId !== actor.id || status !== "completed" || !can(actor, "session:book")) return null;
  const mentor = await orNull(api.mentor.byId({ id: mentorId }));
  return mentor?.isBookable ? bookAgainPath(session, actor.timeZone) : null;
}
