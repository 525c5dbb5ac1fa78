import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { SetUp } from "~/components/set-up";
import { Button } from "~/components/ui/button";
import { EmptyState } from "~/components/ui/empty-state";
import { api, HydrateClient, requireActor } from "~/trpc/server";
import { AvailabilityEditor } from "./_components/availability-editor";
import { previewRange } from "./preview-range";

export const metadata: Metadata = { title: "Availability" };

export default async function AvailabilityPage() {
  const actor = await requireActor("/availability");
  if (!can(actor, "availability:edit")) notFound();
  const { mentorProfile } = await api.profile.me();
  return (
    <div className="grid gap-8">
      <PageHeader
        lead="Set when mentees can book you. You'll see what changes before you save."
        title="Availability"
      />
      <SetUp actor={actor} />
      {mentorProfile === null ? (
        <EmptyState
          action={
            <Button asChild>
              <Link href="/profile">Go to your profile</Link>
            </Button>
          }
          title="Complete your profile first"
        >
          Mentees need your profile to find and book you.
        </EmptyState>
      ) : (
        <Editor mentorId={actor.id} />
      )}
    </div>
  );
}

async function Editor({ mentorId }: { mentorId: string }) {
  const mine = await api.availability.mine();
  const now = new Date();
  await api.availability.preview.prefetch({ edit: mine.edit, ...previewRange(now) });
  return (
    <HydrateClient>
      <AvailabilityEditor initial={mine} mentorId={mentorId} now={now} />
    </HydrateClient>
  );
}
