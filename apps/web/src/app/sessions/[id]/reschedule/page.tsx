import type { Metadata } from "next";
import Link from "next/link";
import { monthOf, rangeOfMonth } from "~/lib/month";
import { api, HydrateClient, orNotFound, requireActor } from "~/trpc/server";
import { RescheduleForm } from "../../_components/reschedule-form";

export const metadata: Metadata = { title: "Move a session" };

export default async function ReschedulePage({ params }: PageProps<"/sessions/[id]/reschedule">) {
  const { id } = await params;
  const actor = await requireActor(`/sessions/${id}/reschedule`);
  const session = await orNotFound(api.officeSession.byId({ id }));
  const month = monthOf(session.startsAt, actor.timeZone);
  await Promise.all([
    api.officeSession.byId.prefetch({ id }),
    api.officeSession.openSlots.prefetch({ id, ...rangeOfMonth(month, actor.timeZone) }),
    api.account.me.prefetch(),
  ]);
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-6">
        <Link className="text-muted underline" href={`/sessions/${id}`}>
          Back to the session
        </Link>
        <RescheduleForm id={id} initialMonth={month} today={new Date()} />
      </div>
    </HydrateClient>
  );
}
