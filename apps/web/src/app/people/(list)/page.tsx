import { can } from "@sundial/auth/permissions";
import { cityOf } from "@sundial/validators/time";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { SavedFilters } from "~/components/saved-filters";
import { pathWith } from "~/lib/address";
import { api, getFormats, HydrateClient, orNotFound, requireActor } from "~/trpc/server";
import { PeopleFilters } from "../_components/people-filters";
import { PeopleList } from "../_components/people-list";
import { peoplePath, readPeopleQuery } from "../_components/people-query";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage({ searchParams }: PageProps<"/people">) {
  const search = await searchParams;
  const actor = await requireActor(pathWith("/people", search));
  if (!can(actor, "member:list")) notFound();
  const query = readPeopleQuery(search);
  const [page] = await Promise.all([
    orNotFound(api.member.list(query)),
    api.savedFilter.list.prefetch({ page: "people" }),
  ]);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <PageHeader
        lead={`Everyone with an account, sorted by name. Dates in ${cityOf(actor.timeZone)} time.`}
        title="People"
      />
      <PeopleFilters query={query} />
      <HydrateClient>
        <SavedFilters page="people" path={peoplePath({ ...query, cursor: undefined })} />
      </HydrateClient>
      <PeopleList
        formats={await getFormats()}
        mayChoose={can(actor, "member:changeStatus")}
        mayExport={can(actor, "member:export")}
        page={page}
        query={query}
        zone={actor.timeZone}
      />
    </div>
  );
}
