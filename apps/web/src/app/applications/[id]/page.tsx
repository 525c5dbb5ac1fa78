import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { api, HydrateClient, orNotFound, requireActor } from "~/trpc/server";
import { ApplicationPage } from "../_components/application-page";

export const metadata: Metadata = { title: "Application" };

export default async function OneApplicationPage({ params }: PageProps<"/applications/[id]">) {
  const { id } = await params;
  const actor = await requireActor(`/applications/${encodeURIComponent(id)}`);
  if (!can(actor, "mentorApplication:read")) notFound();
  await orNotFound(api.mentorApplication.byId({ id }));
  await Promise.all([api.mentorApplication.byId.prefetch({ id }), api.account.me.prefetch()]);
  return (
    <HydrateClient>
      <ApplicationPage id={id} />
    </HydrateClient>
  );
}
