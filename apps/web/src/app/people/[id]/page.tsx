import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { api, HydrateClient, orNotFound, requireActor } from "~/trpc/server";
import { feedbackQuery } from "../_components/feedback-query";
import { MemberPage } from "../_components/member-page";
import { notesQuery } from "../_components/notes-query";
import { timelineQuery } from "../_components/timeline-query";

export const metadata: Metadata = { title: "Person" };

export default async function PersonPage({ params }: PageProps<"/people/[id]">) {
  const id = decodeURIComponent((await params).id);
  const actor = await requireActor(`/people/${encodeURIComponent(id)}`);
  if (!can(actor, "member:read")) notFound();
  const member = await orNotFound(api.member.byId({ id }));
  const mayChange = can(actor, "member:changeStatus") && member.anonymizedAt === null;
  await Promise.all([
    api.member.byId.prefetch({ id }),
    api.account.me.prefetch(),
    member.anonymizedAt === null ? api.profile.byId.prefetch({ id }) : null,
    api.feedback.list.prefetchInfinite(feedbackQuery(id, "received")),
    api.feedback.list.prefetchInfinite(feedbackQuery(id, "written")),
    api.reliability.read.prefetch({ personId: id }),
    member.anonymizedAt === null ? api.member.signInMethods.prefetch({ id }) : null,
    member.anonymizedAt === null && id !== actor.id
      ? api.staffNote.list.prefetchInfinite(notesQuery(id))
      : null,
    can(actor, "audit:read") ? api.audit.timeline.prefetchInfinite(timelineQuery(id)) : null,
    mayChange ? api.member.previewSuspension.prefetch({ id }) : null,
  ]);
  return (
    <HydrateClient>
      <MemberPage id={id} />
    </HydrateClient>
  );
}
