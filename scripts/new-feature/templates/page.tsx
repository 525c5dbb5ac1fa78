import { can } from "@sundial/auth/permissions";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { PageHeader } from "~/components/page-header";
import { LoadingList } from "~/components/ui/skeleton";
import { api, HydrateClient, requireActor } from "~/trpc/server";
import { __Noun__List } from "./_components/__kebab__-list";
import { Create__Noun__Form } from "./_components/create-__kebab__-form";

export const metadata: Metadata = { title: "__Many__" };

export default async function __Nouns__Page() {
  const actor = await requireActor("/__path__");
  if (!can(actor, "__noun__:list")) notFound();
  return (
    <div className="mx-auto grid max-w-3xl gap-8">
      <PageHeader lead="Only you can see these." title="__Many__" />
      {can(actor, "__noun__:create") ? <Create__Noun__Form /> : null}
      <Suspense fallback={<LoadingList />}>
        <List mayDelete={can(actor, "__noun__:delete")} />
      </Suspense>
    </div>
  );
}

async function List({ mayDelete }: { mayDelete: boolean }) {
  await Promise.all([api.__noun__.list.prefetchInfinite({}), api.account.me.prefetch()]);
  return (
    <HydrateClient>
      <__Noun__List mayDelete={mayDelete} />
    </HydrateClient>
  );
}
