import { can, rolesToInvite } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { canEmailLinks } from "~/server/server";
import { requireActor } from "~/trpc/server";
import { ImportPeople } from "../_components/import-people";

export const metadata: Metadata = { title: "Import invitations" };

export default async function ImportInvitationsPage() {
  const actor = await requireActor("/invitations/import");
  if (!can(actor, "invitation:manage")) notFound();
  return (
    <div className="mx-auto grid max-w-4xl gap-8">
      <PageHeader
        lead={
          <>
            First you see what would become of each row. Nobody is invited before you say so. Back
            to{" "}
            <Link className="underline" href="/invitations">
              all invitations
            </Link>
            .
          </>
        }
        title="Invite many people"
      />
      <ImportPeople roles={rolesToInvite(actor)} sendsEmail={canEmailLinks()} />
    </div>
  );
}
