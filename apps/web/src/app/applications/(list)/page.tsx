import { can } from "@sundial/auth/permissions";
import { mentorApplicationStatus } from "@sundial/validators";
import { cityOf } from "@sundial/validators/time";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { Button } from "~/components/ui/button";
import { Options } from "~/components/ui/field";
import { FilterForm, FilterSelect } from "~/components/ui/filter-form";
import { pathWith } from "~/lib/address";
import { mentorApplicationStatusLabels } from "~/lib/labels";
import { api, getFormats, orNotFound, requireActor } from "~/trpc/server";
import { ApplicationList } from "../_components/application-list";
import { readApplicationQuery } from "../_components/application-query";

export const metadata: Metadata = { title: "Applications" };

export default async function ApplicationsPage({ searchParams }: PageProps<"/applications">) {
  const search = await searchParams;
  const actor = await requireActor(pathWith("/applications", search));
  if (!can(actor, "mentorApplication:read")) notFound();
  const query = readApplicationQuery(search);
  const page = await orNotFound(api.mentorApplication.list(query));
  return (
    <div className="grid gap-8">
      <PageHeader
        lead={`Mentees who want to become mentors, newest first. ${waitingOf(page.waiting)} Dates in ${cityOf(actor.timeZone)} time.`}
        title="Applications"
      />
      <FilterForm
        action="/applications"
        className="grid items-end gap-4 sm:grid-cols-[14rem_auto] sm:justify-start"
        query={query}
      >
        <FilterSelect label="Status" name="status" value={query.status}>
          <Options
            labels={mentorApplicationStatusLabels}
            values={mentorApplicationStatus.options}
          />
        </FilterSelect>
        <Button type="submit">Show</Button>
      </FilterForm>
      <ApplicationList
        formats={await getFormats()}
        page={page}
        query={query}
        zone={actor.timeZone}
      />
    </div>
  );
}

function waitingOf(count: number): string {
  if (count === 0) return "Nobody is waiting for an answer.";
  if (count === 1) return "1 is waiting for an answer.";
  return `${count === 100 ? "100 or more" : count} are waiting for an answer.`;
}
