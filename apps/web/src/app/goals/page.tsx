import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { api, HydrateClient, requireActor } from "~/trpc/server";
import { GoalList } from "./_components/goal-list";

export const metadata: Metadata = { title: "Goals" };

export default async function GoalsPage() {
  const actor = await requireActor("/goals");
  if (!can(actor, "goal:write")) notFound();
  await api.goal.list.prefetch({});
  return (
    <HydrateClient>
      <div className="mx-auto grid max-w-3xl gap-6">
        <PageHeader
          lead="What you want to reach, step by step. Your mentors and the program team see your goals, also on the page of each session."
          title="Goals"
        />
        <GoalList />
      </div>
    </HydrateClient>
  );
}
