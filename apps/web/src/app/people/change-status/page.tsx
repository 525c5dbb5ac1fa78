import { can } from "@sundial/auth/permissions";
import { CHANGED_AT_ONCE_MAX, userId, userStatus } from "@sundial/validators";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { z } from "zod";
import { PageHeader } from "~/components/page-header";
import { Alert } from "~/components/ui/alert";
import { Button } from "~/components/ui/button";
import { EmptyState } from "~/components/ui/empty-state";
import { pathWith, readQuery } from "~/lib/address";
import { api, orNotFound, requireActor } from "~/trpc/server";
import { ChangeStatuses } from "../_components/change-statuses";

export const metadata: Metadata = { title: "Change status" };

const chosen = z.object({
  id: z.array(userId).max(CHANGED_AT_ONCE_MAX).optional(),
  status: userStatus.optional(),
});

export default async function ChangeStatusPage({
  searchParams,
}: PageProps<"/people/change-status">) {
  const search = await searchParams;
  const actor = await requireActor(pathWith("/people/change-status", search));
  if (!can(actor, "member:changeStatus")) notFound();
  const { id, status } = readQuery(search, chosen);
  const ids = [...new Set(id)];
  if (ids.length === 0 || status === undefined) return <NothingChosen />;
  const preview = await orNotFound(api.member.previewStatuses({ ids, status }));
  return (
    <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader title="Change status" />
      <ChangeStatuses preview={preview} status={status} />
    </div>
  );
}

function NothingChosen() {
  return (
    <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader title="Change status" />
      <Alert title="Nobody is chosen">
        Choose between 1 and {CHANGED_AT_ONCE_MAX} people and a status in the list of people.
      </Alert>
      <EmptyState
        action={
          <Button asChild>
            <Link href="/people">Choose people</Link>
          </Button>
        }
        title="Nothing to change"
      >
        You can look at what will happen before you decide.
      </EmptyState>
    </div>
  );
}
