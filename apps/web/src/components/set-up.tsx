import type { PersonSession } from "@sundial/auth";
import { can } from "@sundial/auth/permissions";
import { api, HydrateClient } from "~/trpc/server";
import { SetUpCard } from "./set-up-card";

/** For mentors, on the pages where they come by, until they can be booked. */
export async function SetUp({ actor }: { actor: PersonSession | null }) {
  if (actor === null || !can(actor, "availability:edit")) return null;
  await api.mentor.mySetUp.prefetch();
  return (
    <HydrateClient>
      <SetUpCard />
    </HydrateClient>
  );
}
