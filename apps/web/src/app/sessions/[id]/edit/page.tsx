import type { Metadata } from "next";
import Link from "next/link";
import { api, HydrateClient, orNotFound, requireActor } from "~/trpc/server";
import { EditForm } from "../../_components/edit-form";

export const metadata: Metadata = { title: "Edit a session" };

export default async function EditPage({ params }: PageProps<"/sessions/[id]/edit">) {
  const { id } = await params;
  await requireActor(`/sessions/${id}/edit`);
  await orNotFound(api.officeSession.byId({ id }));
  await Promise.all([api.officeSession.byId.prefetch({ id }), api.account.me.prefetch()]);
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-6">
        <Link className="text-muted underline" href={`/sessions/${id}`}>
          Back to the session
        </Link>
        <EditForm id={id} />
      </div>
    </HydrateClient>
  );
}
