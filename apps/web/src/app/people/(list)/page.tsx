import { can } from "@sundial/auth/permissions";
import { cityOf } from "@sundial/validators/time";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { pathWith } from "~/lib/address";
import { api, getFormats, orNotFound, requireActor } from "~/trpc/server";
import { PeopleFilters } from "../_components/people-filters";
import { PeopleList } from "../_components/people-list";
import { readPeopleQuery } from "../_components/people-query";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage({ searchParams }: PageProps<"/people">) {
  const search = await searchParams;
  const actor = await requireActor(pathWith("/people", search));
  if (!can(actor, "member:list")) notFound();
  const query = readPeopleQuery(search);
  const page = await orNotFound(api.member.list(query));
  return (
    <div className="grid gap-8">
      <PageHeader
        lead={`Everyone with an account, sorted by name. Dates in ${cityOf(actor.timeZone)} time.`}
        title="People"
      />
      <PeopleFilters query={query} />
      <PeopleList formats={await getFormats()} page={page} query={query} zone={actor.timeZone} />
    </div>
  );
}
