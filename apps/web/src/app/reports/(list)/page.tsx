import { can } from "@sundial/auth/permissions";
import { misuseReportStatus } from "@sundial/validators";
import { cityOf } from "@sundial/validators/time";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "~/components/page-header";
import { Button } from "~/components/ui/button";
import { Options } from "~/components/ui/field";
import { FilterForm, FilterSelect } from "~/components/ui/filter-form";
import { pathWith } from "~/lib/address";
import { misuseReportStatusLabels } from "~/lib/labels";
import { api, getFormats, orNotFound, requireActor } from "~/trpc/server";
import { ReportList } from "../_components/report-list";
import { readReportQuery } from "../_components/report-query";

export const metadata: Metadata = { title: "Reports" };

export default async function ReportsPage({ searchParams }: PageProps<"/reports">) {
  const search = await searchParams;
  const actor = await requireActor(pathWith("/reports", search));
  if (!can(actor, "misuseReport:read")) notFound();
  const query = readReportQuery(search);
  const page = await orNotFound(api.misuseReport.list(query));
  return (
    <div className="grid gap-8">
      <PageHeader
        lead={`What people reported to the program team, newest first. ${openOf(page.open)} Dates in ${cityOf(actor.timeZone)} time.`}
        title="Reports"
      />
      <FilterForm
        action="/reports"
        className="grid items-end gap-4 sm:grid-cols-[14rem_auto] sm:justify-start"
        query={query}
      >
        <FilterSelect label="Status" name="status" value={query.status}>
          <Options labels={misuseReportStatusLabels} values={misuseReportStatus.options} />
        </FilterSelect>
        <Button type="submit">Show</Button>
      </FilterForm>
      <ReportList formats={await getFormats()} page={page} query={query} zone={actor.timeZone} />
    </div>
  );
}

function openOf(count: number): string {
  if (count === 0) return "None is open.";
  return count === 1 ? "1 is open." : `${count === 100 ? "100 or more" : count} are open.`;
}
