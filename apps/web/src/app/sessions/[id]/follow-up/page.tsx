import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { monthOf } from "~/lib/month";
import { api, HydrateClient, orNotFound, requireActor } from "~/trpc/server";
import { FollowUpForm } from "../../_components/follow-up-form";

export const metadata: Metadata = { title: "Book a follow-up" };

export default async function FollowUpPage({ params }: PageProps<"/sessions/[id]/follow-up">) {
  const { id } = await params;
  const actor = await requireActor(`/sessions/${id}/follow-up`);
  const session = await orNotFound(api.officeSession.byId({ id }));
  const isOwn = session.mentor.id === actor.id && session.status === "completed";
  if (!isOwn || !can(actor, "session:bookFollowUp")) notFound();
  const mentor = await orNotFound(api.mentor.byId({ id: actor.id }));
  const now = new Date();
  await api.account.me.prefetch();
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-6">
        <Link className="text-muted underline" href={`/sessions/${id}`}>
          Back to the session
        </Link>
        <FollowUpForm
          initialMonth={monthOf(mentor.nextSlot ?? now, actor.timeZone)}
          mentee={session.mentee}
          mentor={mentor}
          today={now}
        />
      </div>
    </HydrateClient>
  );
}
